package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.inversionview.models.engine.Torch;
import org.jspecify.annotations.Nullable;

/**
 * From the final LayerNorm's output x to the logits: {@code x · Uᵀ + bias}, where U is {@code weight · diag(scale) − mean},
 * the processed matrix, or the weight itself.
 *
 * <p>U is never written out. In GPT-2 the weight is the token embedding, a third of all parameters, and stands in memory once.
 *
 * @param weight (V, D), as in the model's file
 * @param scale (D): the final LayerNorm's gain, or null where that is applied before
 * @param mean (D): the mean over the vocabulary that is taken off, or null
 * @param bias (V), or null
 */
public record Unembedding(
        NDArray weight,
        @Nullable NDArray scale,
        @Nullable NDArray mean,
        @Nullable NDArray bias) {

    /** Returns the logits (…, V) of x (…, D). */
    public NDArray logits(NDArray x) {
        return logits(x, bias);
    }

    /** Returns the logits (…, V) of x (…, D) without the bias. */
    public NDArray withoutBias(NDArray x) {
        return logits(x, null);
    }

    private NDArray logits(NDArray x, @Nullable NDArray added) {
        NDArray logits = Torch.unembed(scale == null ? x : x.mul(scale), weight, added);
        return mean == null ? logits : logits.subi(x.matMul(mean).expandDims(-1));
    }

    /** Returns U's rows (N, D) of the tokens (N), int64: the direction in which each token's logit grows. */
    public NDArray directions(NDArray tokens) {
        NDArray rows = Torch.embedding(tokens, weight);
        NDArray scaled = scale == null ? rows : rows.mul(scale);
        return mean == null ? scaled : scaled.sub(mean);
    }

    /** Returns the mean of U's rows, (1, D). */
    public NDArray meanDirection(NDManager manager) {
        NDArray rows = Torch.in(manager, weight.mean(new int[] {0}, true));
        NDArray scaled = scale == null ? rows : rows.mul(scale);
        return mean == null ? scaled : scaled.sub(mean);
    }

    Stream<NDArray> arrays() {
        return Stream.of(Stream.of(weight), Stream.ofNullable(scale), Stream.ofNullable(mean), Stream.ofNullable(bias))
                .flatMap(one -> one);
    }
}
