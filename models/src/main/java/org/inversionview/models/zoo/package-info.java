/** The models that are shipped with this software. */
@NullMarked
package org.inversionview.models.zoo;

import org.jspecify.annotations.NullMarked;
