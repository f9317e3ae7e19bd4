package org.inversionview.models.inversion;

import org.inversionview.models.InvalidRequestException;

/**
 * What counts as near a query activation.
 *
 * @param epsilon largest distance inside, above 0
 * @param match {@code best}, or the position at which every input is compared
 */
public record Nearness(double epsilon, Distance metric, String match) {

    public Nearness {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new InvalidRequestException("epsilon", epsilon, "it must be above 0");
        }
    }

    /** Returns what a preimage was sampled with. */
    public static Nearness of(SamplingSettings settings) {
        return new Nearness(settings.epsilon(), settings.metric(), settings.match());
    }

    /** Returns settings of the same nearness, with nothing to show. */
    public SamplingSettings sampling(int proposals, SamplingSchedule schedule, long seed) {
        return new SamplingSettings(proposals, epsilon, metric, schedule, match, seed, 0);
    }

    /** Returns whether inputs are compared at whichever of their positions is closest. */
    public boolean isBest() {
        return match.equals(SamplingSettings.BEST);
    }
}
