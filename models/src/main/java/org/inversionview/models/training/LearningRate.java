package org.inversionview.models.training;

/**
 * Linear warm-up, then a cosine down to a share of the peak.
 *
 * @param warmUp steps of warm-up
 * @param steps all steps
 * @param floor what is left at the end, as a share of the peak, from 0 to 1
 */
public record LearningRate(long warmUp, long steps, double floor) {

    public LearningRate {
        if (steps < 1 || warmUp < 0 || warmUp > steps || !(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException(
                    "learning rate of %s steps, %s of them warm-up, floor %s: 0 ≤ warm-up ≤ steps, 0 ≤ floor ≤ 1"
                            .formatted(steps, warmUp, floor));
        }
    }

    /** Returns the share of the peak at a step, from 0. */
    public double at(long step) {
        if (step < warmUp) {
            return (step + 1.0) / warmUp;
        }
        double progress = (double) (step - warmUp) / Math.max(1, steps - warmUp);
        return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
    }
}
