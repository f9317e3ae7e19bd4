package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where a decoder's training takes its examples from: inputs of the probed model and their activations. */
@FunctionalInterface
public interface ActivationExamples {

    /**
     * One batch. Shares its arrays: a training draws thousands of them, and no one changes any.
     *
     * @param inputs the inputs, BOS and EOS included
     * @param sites [row] site indices
     * @param positions [row] the position of the activation in its input
     * @param activations (B, D), raw
     */
    record Batch(List<int[]> inputs, int[] sites, int[] positions, NDArray activations) {}

    /** Returns a batch, its arrays in the given manager. */
    Batch draw(int size, RandomGenerator random, NDManager scratch);
}
