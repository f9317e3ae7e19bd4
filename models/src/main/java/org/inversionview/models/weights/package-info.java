/** Weight files: safetensors read with every fault named, written beside and renamed; cards that describe them. */
@NullMarked
package org.inversionview.models.weights;

import org.jspecify.annotations.NullMarked;
