package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.WeightedExamples;
import org.inversionview.models.training.Trainer;

/** A decoder's training in which each kind of position at each site is drawn the more often, the worse the decoder is there. */
final class RebalancedTraining implements Trainer.Loss {

    private final DecoderTraining training;
    private final WeightedExamples examples;
    private final NDArray shares; // (sites, kinds), part of the training's state
    private boolean applied;

    /** Begins with equal shares. */
    RebalancedTraining(NDManager manager, DecoderTraining training, WeightedExamples examples, int sites) {
        this.training = training;
        this.examples = examples;
        this.shares = manager.ones(new Shape(sites, examples.kinds().size()));
    }

    /**
     * Gives each cell a share by its rate, exp(strength · (mean rate − rate)).
     *
     * @param quality of all sites
     */
    void rebalance(DecoderQuality quality, double strength) {
        double[] ofCells = quality.sites().stream()
                .flatMap(site -> site.byKind().values().stream())
                .mapToDouble(rate -> Math.exp(strength * (quality.mean() - shrunk(rate, quality.mean()))))
                .toArray();
        float[] values = new float[ofCells.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ofCells[i];
        }
        shares.set(values);
        applied = false;
    }

    /** A rate of a few queries, drawn towards the mean as by one more that has it. */
    private static double shrunk(Proportion rate, double mean) {
        return (rate.hits() + mean) / (rate.trials() + 1);
    }

    @Override
    public NDArray of(Map<String, NDArray> weights, long step, NDManager scratch) {
        apply();
        return training.of(weights, step, scratch);
    }

    @Override
    public List<Part> parts(long step) {
        apply();
        return training.parts(step);
    }

    @Override
    public boolean prepare(long step) {
        return training.prepare(step);
    }

    private void apply() {
        if (!applied) {
            examples.setShares(shares.toFloatArray());
            training.chooseAnew();
            applied = true;
        }
    }

    @Override
    public List<NDArray> state() {
        applied = false; // whoever has it may fill it from a checkpoint
        return List.of(shares);
    }
}
