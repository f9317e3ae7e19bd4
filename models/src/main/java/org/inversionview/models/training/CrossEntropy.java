package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Next-token cross-entropy over inputs, EOS included, padding not.
 *
 * @param tokens (B, T) ids that the model reads: each input without its last token, padded
 * @param targets (B, T, 1) the tokens that follow
 * @param weights (B, T, 1) −1 / number of targets where there is a target, 0 in padding
 */
public record CrossEntropy(NDArray tokens, NDArray targets, NDArray weights) {

    /** Returns the batch of whole inputs in the given manager. */
    public static CrossEntropy of(NDManager manager, List<int[]> inputs, int pad) {
        return of(manager, inputs, pad, input -> 0);
    }

    /**
     * Returns the batch of the inputs, of which only what follows a position counts.
     *
     * @param start gives the position of an input that predicts the first token that counts, from 0 to length − 2
     */
    public static CrossEntropy of(NDManager manager, List<int[]> inputs, int pad, ToIntFunction<int[]> start) {
        int length = inputs.stream().mapToInt(input -> input.length).max().orElse(2) - 1;
        long[] tokens = new long[inputs.size() * length];
        long[] targets = new long[tokens.length];
        float[] weights = new float[tokens.length];
        Arrays.fill(tokens, pad);
        int count = inputs.stream()
                .mapToInt(input -> input.length - 1 - start.applyAsInt(input))
                .sum();
        for (int row = 0; row < inputs.size(); row++) {
            int[] input = inputs.get(row);
            int first = start.applyAsInt(input);
            for (int position = 0; position < input.length - 1; position++) {
                tokens[row * length + position] = input[position];
                targets[row * length + position] = input[position + 1];
                weights[row * length + position] = position < first ? 0 : -1f / count;
            }
        }
        Shape each = new Shape(inputs.size(), length, 1);
        return new CrossEntropy(
                manager.create(tokens, new Shape(inputs.size(), length)),
                manager.create(targets, each),
                manager.create(weights, each));
    }

    /** Returns the mean loss in nats a token, a scalar, of logits (B, T, V). */
    public NDArray loss(NDArray logits) {
        return logits.logSoftmax(-1).gather(targets, 2).mul(weights).sum();
    }
}
