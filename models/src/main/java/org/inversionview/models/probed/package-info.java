/** The probed model: loading it, running it with hooks, and the activations at a site. */
@NullMarked
package org.inversionview.models.probed;

import org.jspecify.annotations.NullMarked;
