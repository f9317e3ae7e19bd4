package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Inputs that a decoder is given whole, to say how likely each token is after those before it.
 *
 * @param inputs token ids, which may differ in length
 * @param tokens (B, T) what is read: each input without its last token, padded
 * @param targets (B, T, 1) the tokens that follow
 */
record GivenInputs(List<int[]> inputs, NDArray tokens, NDArray targets) {

    static GivenInputs of(NDManager scratch, List<int[]> inputs, int pad) {
        int longest = inputs.stream().mapToInt(input -> input.length).max().orElse(1);
        int length = Math.max(1, longest - 1); // BOS alone is followed by nothing, but no array is empty
        long[] tokens = new long[inputs.size() * length];
        long[] targets = new long[tokens.length];
        Arrays.fill(tokens, pad);
        for (int row = 0; row < inputs.size(); row++) {
            int[] input = inputs.get(row);
            for (int position = 0; position < input.length - 1; position++) {
                tokens[row * length + position] = input[position];
                targets[row * length + position] = input[position + 1];
            }
        }
        return new GivenInputs(
                inputs,
                scratch.create(tokens, new Shape(inputs.size(), length)),
                scratch.create(targets, new Shape(inputs.size(), length, 1)));
    }

    /** Returns log p of every token, [input][position], 0 at the first, of the logits (B, T, V). */
    float[][] logProbabilities(NDArray logits) {
        float[] flat = logits.logSoftmax(-1).gather(targets, 2).toFloatArray();
        int length = flat.length / inputs.size();
        float[][] rows = new float[inputs.size()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new float[inputs.get(row).length];
            System.arraycopy(flat, row * length, rows[row], 1, rows[row].length - 1);
        }
        return rows;
    }
}
