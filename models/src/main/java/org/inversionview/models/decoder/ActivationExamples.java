package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where a decoder's training takes its examples from: inputs of the probed model and their activations. */
public interface ActivationExamples {

    /**
     * Which examples a batch consists of. Shares its arrays: a training chooses thousands of them, and no one changes any.
     *
     * @param inputs the inputs, BOS and EOS included
     * @param sites [row] site indices
     * @param positions [row] the position of the activation in its input
     * @param known [row] the activations, where whoever chose the examples has them at hand; else none at all
     */
    record Chosen(List<int[]> inputs, int[] sites, int[] positions, List<float[]> known) {

        /** Makes a batch whose activations are not known yet. */
        public Chosen(List<int[]> inputs, int[] sites, int[] positions) {
            this(inputs, sites, positions, List.of());
        }

        /** Returns some of them, from a row to before another. */
        public Chosen rows(int from, int to) {
            return new Chosen(
                    inputs.subList(from, to),
                    Arrays.copyOfRange(sites, from, to),
                    Arrays.copyOfRange(positions, from, to),
                    known.isEmpty() ? known : known.subList(from, to));
        }

        /** Returns how many tokens are to be predicted: all but the first of each input. */
        long predicted() {
            return inputs.stream().mapToLong(input -> input.length - 1).sum();
        }
    }

    /**
     * Returns which examples a step's batch consists of, by the step and the generator's numbers alone; another thread may ask.
     *
     * @param step that was made ready
     */
    Chosen choose(long step, int size, RandomGenerator random);

    /**
     * Makes ready what the batches of a step and of the one after it are chosen from.
     *
     * @return false if the thread was interrupted before that was done
     */
    default boolean prepare(long step) {
        return true;
    }

    /** Returns their activations (B, D), raw, in the given manager. */
    NDArray activations(Chosen chosen, NDManager scratch);
}
