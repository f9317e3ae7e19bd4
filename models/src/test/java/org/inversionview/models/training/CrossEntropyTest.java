package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.inversionview.models.engine.PyTorch;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

    private static final int PAD = 3;

    @Test
    void counts_every_token_once_and_padding_not_at_all() {
        List<int[]> inputs = List.of(new int[] {0, 1, 2, 1, 2}, new int[] {0, 2}, new int[] {0, 1, 1});
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            CrossEntropy batch = CrossEntropy.of(manager, inputs, PAD);
            assertThat(batch.tokens().toLongArray()).containsExactly(0, 1, 2, 1, 0, PAD, PAD, PAD, 0, 1, PAD, PAD);

            float[] flat = FlatParameters.normal(new SplittableRandom(1), 3 * 4 * 4, 2);
            NDArray logits = manager.create(flat, new Shape(3, 4, 4));
            double sum = 0;
            for (int row = 0; row < 3; row++) {
                for (int t = 0; t + 1 < inputs.get(row).length; t++) {
                    sum += minusLogProbability(flat, row * 4 + t, inputs.get(row)[t + 1]);
                }
            }
            assertThat((double) batch.loss(logits).getFloat()).isCloseTo(sum / 7, within(1e-5)); // 4 + 1 + 2 targets
        }
    }

    @Test
    void guessing_costs_the_logarithm_of_the_vocabulary() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            CrossEntropy batch = CrossEntropy.of(manager, List.of(new int[] {0, 1, 2}, new int[] {0, 2}), PAD);
            assertThat((double) batch.loss(manager.zeros(new Shape(2, 2, 4))).getFloat())
                    .isCloseTo(Math.log(4), within(1e-6));
        }
    }

    @Test
    void what_stands_before_the_start_counts_nothing() {
        List<int[]> inputs = List.of(new int[] {0, 1, 2, 1}, new int[] {0, 2, 2});
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            CrossEntropy batch =
                    CrossEntropy.of(manager, inputs, PAD, input -> input.length - 2); // the last token alone
            float[] flat = FlatParameters.normal(new SplittableRandom(1), 2 * 3 * 4, 2);
            double expected = (minusLogProbability(flat, 2, 1) + minusLogProbability(flat, 3 + 1, 2)) / 2;
            assertThat((double)
                            batch.loss(manager.create(flat, new Shape(2, 3, 4))).getFloat())
                    .isCloseTo(expected, within(1e-5));
        }
    }

    /** Of a token, by a row of four logits. */
    private static double minusLogProbability(float[] logits, int row, int token) {
        double total = 0;
        for (int i = 0; i < 4; i++) {
            total += Math.exp(logits[4 * row + i]);
        }
        return Math.log(total) - logits[4 * row + token];
    }
}
