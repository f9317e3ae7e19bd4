/**
 * The method itself: from a query activation, by way of any {@link org.inversionview.models.decoder.Decoder}, to its ε-preimage;
 * and how good a decoder is at it.
 */
@NullMarked
package org.inversionview.models.inversion;

import org.jspecify.annotations.NullMarked;
