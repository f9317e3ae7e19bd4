/** The conditional decoder that models p(x | z, s): its parts, its training, and sampling from it. */
@NullMarked
package org.inversionview.models.decoder;

import org.jspecify.annotations.NullMarked;
