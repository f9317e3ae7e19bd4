package org.inversionview.models.training;

/**
 * How to train: everything but the data and the model.
 *
 * @param steps optimiser steps
 * @param batch inputs a step
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

    public TrainingPlan {
        if (steps < 1 || batch < 1) {
            throw new IllegalArgumentException("steps %d, batch %d: both must be at least 1".formatted(steps, batch));
        }
        if (!(matrixRate >= 0 && otherRate > 0 && clip > 0)) {
            throw new IllegalArgumentException(
                    "matrix rate %s must not be negative, learning rate %s and clip %s must be above 0"
                            .formatted(matrixRate, otherRate, clip));
        }
        if (!(averaging >= 0 && averaging < 1 && weightDecay >= 0)) {
            throw new IllegalArgumentException("averaging %s must lie in [0, 1), weightDecay %s must not be negative"
                    .formatted(averaging, weightDecay));
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
