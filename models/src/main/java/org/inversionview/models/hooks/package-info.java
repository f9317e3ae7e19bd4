/** Places inside a transformer: activation sites and their two name forms, hooks on them, and the cache of a run. */
@NullMarked
package org.inversionview.models.hooks;

import org.jspecify.annotations.NullMarked;
