/**
 * A {@link org.inversionview.models.decoder.Decoder} models p(x | z, s); the trained one is a conditional language model: its
 * parts, its training, and sampling from it.
 */
@NullMarked
package org.inversionview.models.decoder;

import org.jspecify.annotations.NullMarked;
