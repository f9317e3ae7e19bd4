package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.engine.Torch;

/**
 * Examples whose activations are disturbed as a schedule disturbs what is asked about, each setting in turn; temperatures mean
 * nothing here. A decoder that learned from them knows what to do with activations that no input has.
 */
public final class DisturbedActivations implements ActivationExamples {

    private final ActivationExamples examples;
    private final List<SamplingSchedule.Setting> settings;

    public DisturbedActivations(ActivationExamples examples, SamplingSchedule schedule) {
        this.examples = examples;
        this.settings = schedule.settings();
    }

    @Override
    public Chosen choose(long step, int size, RandomGenerator random) {
        return examples.choose(step, size, random);
    }

    @Override
    public boolean prepare(long step) {
        return examples.prepare(step);
    }

    /** By what was chosen alone: the same examples are disturbed alike. */
    @Override
    public NDArray activations(Chosen chosen, NDManager scratch) {
        NDArray z = examples.activations(chosen, scratch);
        if (settings.stream().noneMatch(SamplingSchedule.Setting::isRandom)) {
            return z;
        }
        RandomGenerator random = new SplittableRandom(seed(chosen));
        int width = (int) z.getShape().get(1);
        float[] flat = z.toFloatArray();
        for (int row = 0; row < chosen.positions().length; row++) {
            QueryActivation one = new QueryActivation(Arrays.copyOfRange(flat, row * width, (row + 1) * width));
            float[] disturbed = settings.get(row % settings.size()).activation(one, random);
            System.arraycopy(disturbed, 0, flat, row * width, width);
        }
        return Torch.create(scratch, flat, new Shape(z.getShape().get(0), width));
    }

    private static long seed(Chosen chosen) {
        long seed = Arrays.hashCode(chosen.positions());
        for (int[] input : chosen.inputs()) {
            seed = 31 * seed + Arrays.hashCode(input);
        }
        return seed;
    }
}
