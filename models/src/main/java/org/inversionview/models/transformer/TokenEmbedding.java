package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;
import org.inversionview.models.engine.Torch;

/**
 * What a token writes to the residual stream.
 *
 * @param weight (V, D), as in the model's file: a tied unembedding reads the same array
 * @param centred whether a token's row is taken less its mean over the D coordinates, as in processed weights
 */
public record TokenEmbedding(NDArray weight, boolean centred) {

    /** Returns the rows (…, D) of ids (…), int64. */
    public NDArray of(NDArray ids) {
        NDArray rows = Torch.embedding(ids, weight);
        return centred ? rows.sub(rows.mean(new int[] {rows.getShape().dimension() - 1}, true)) : rows;
    }
}
