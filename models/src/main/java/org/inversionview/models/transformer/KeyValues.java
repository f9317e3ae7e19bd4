package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;

/**
 * What a block's attention can look at.
 *
 * @param keys (B, H, positions, d)
 * @param values (B, H, positions, d)
 */
public record KeyValues(NDArray keys, NDArray values) {}
