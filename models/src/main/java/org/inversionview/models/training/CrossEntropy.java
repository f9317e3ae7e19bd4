package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Next-token cross-entropy over whole inputs, EOS included, padding not.
 *
 * @param tokens (B, T) ids that the model reads: each input without its last token, padded
 * @param targets (B, T, 1) the tokens that follow
 * @param weights (B, T) 1 / number of targets where there is a target, 0 in padding
 */
public record CrossEntropy(NDArray tokens, NDArray targets, NDArray weights) {

    /** Returns the batch of the inputs in the given manager. */
    public static CrossEntropy of(NDManager manager, List<int[]> inputs, int pad) {
        int length = inputs.stream().mapToInt(input -> input.length).max().orElse(2) - 1;
        long[] tokens = new long[inputs.size() * length];
        long[] targets = new long[tokens.length];
        float[] weights = new float[tokens.length];
        Arrays.fill(tokens, pad);
        int count = inputs.stream().mapToInt(input -> input.length - 1).sum();
        for (int row = 0; row < inputs.size(); row++) {
            int[] input = inputs.get(row);
            for (int position = 0; position < input.length - 1; position++) {
                tokens[row * length + position] = input[position];
                targets[row * length + position] = input[position + 1];
                weights[row * length + position] = 1f / count;
            }
        }
        Shape shape = new Shape(inputs.size(), length);
        return new CrossEntropy(
                manager.create(tokens, shape),
                manager.create(targets, new Shape(inputs.size(), length, 1)),
                manager.create(weights, shape));
    }

    /** Returns the mean loss in nats a token, a scalar, of logits (B, T, V). */
    public NDArray loss(NDArray logits) {
        return logits.logSoftmax(-1)
                .gather(targets, 2)
                .squeeze(2)
                .mul(weights)
                .sum()
                .neg();
    }
}
