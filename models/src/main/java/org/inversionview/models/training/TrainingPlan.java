package org.inversionview.models.training;

import org.inversionview.models.InvalidRequestException;

/**
 * How to train: everything but the data and the model.
 *
 * @param steps optimiser steps, from 1 to 10⁹
 * @param batch inputs a step, from 1 to 65,536
 * @param warmUp steps over which the learning rate rises
 * @param matrixRate peak learning rate of the hidden matrices (Muon); 0 leaves them to AdamW, where the training allows it
 * @param otherRate peak learning rate of embeddings, norms and biases (AdamW)
 * @param floor learning rate at the end, as a share of the peak
 * @param weightDecay decoupled weight decay
 * @param clip largest global norm of the gradient; above it the gradient is scaled down
 * @param averaging share that the running average of the weights keeps at each step; 0 switches averaging off
 * @param seed of every random choice
 */
public record TrainingPlan(
        long steps,
        int batch,
        long warmUp,
        double matrixRate,
        double otherRate,
        double floor,
        double weightDecay,
        double clip,
        double averaging,
        long seed) {

    /** Any rate is below: what is not was a slip of the keyboard, or no number. */
    private static final double RATES = 10;

    private static final long MOST_STEPS = 1_000_000_000;
    private static final int LARGEST_BATCH = 1 << 16;

    public TrainingPlan {
        require(steps >= 1, "steps", steps, "at least 1");
        require(steps <= MOST_STEPS, "steps", steps, "at most " + MOST_STEPS);
        require(batch >= 1, "batch", batch, "at least 1");
        require(batch <= LARGEST_BATCH, "batch", batch, "at most " + LARGEST_BATCH);
        require(warmUp >= 0, "warm-up", warmUp, "it must not be negative");
        require(matrixRate >= 0 && matrixRate < RATES, "matrix rate", matrixRate, "from 0 to below " + RATES);
        require(otherRate > 0 && otherRate < RATES, "learning rate", otherRate, "above 0 and below " + RATES);
        require(floor >= 0 && floor <= 1, "floor", floor, "from 0 to 1");
        require(weightDecay >= 0 && weightDecay < RATES, "weight decay", weightDecay, "from 0 to below " + RATES);
        require(clip > 0, "clip", clip, "above 0");
        require(averaging >= 0 && averaging < 1, "averaging", averaging, "from 0 to below 1");
    }

    private static void require(boolean holds, String what, Object value, String allowed) {
        if (!holds) {
            throw new InvalidRequestException(what, value, allowed);
        }
    }

    /** Returns the same plan with another number of steps. */
    public TrainingPlan withSteps(long other) {
        return new TrainingPlan(other, batch, warmUp, matrixRate, otherRate, floor, weightDecay, clip, averaging, seed);
    }

    LearningRate learningRate() {
        return new LearningRate(Math.min(warmUp, steps), steps, floor);
    }
}
