package org.inversionview.models.inversion;

import java.util.Locale;
import org.inversionview.models.InvalidRequestException;

/**
 * How a preimage is sampled.
 *
 * @param proposals how many inputs the decoder samples; at least 1
 * @param epsilon ε, the largest distance inside; above 0
 * @param metric the distance
 * @param schedule temperatures and noise
 * @param match {@code best}, or the position that is compared in every sample (number, negative number or name)
 * @param seed of all random choices
 * @param show how many samples to choose for a person to look at, and to compute probability differences of
 */
public record SamplingSettings(
        int proposals, double epsilon, Distance metric, SamplingSchedule schedule, String match, long seed, int show) {

    /** The match that takes the closest position of each sample. */
    public static final String BEST = "best";

    /** 1,024 proposals of the paper's schedule, ε = 0.1, normalized Euclidean distance, best position, seed 0. */
    public static final SamplingSettings DEFAULT =
            new SamplingSettings(1024, 0.1, Distance.EUCLIDEAN, SamplingSchedule.AUTO, BEST, 0, 20);

    private static final int MOST = 1_000_000;

    public SamplingSettings {
        if (proposals < 1 || proposals > MOST) {
            throw new InvalidRequestException(
                    "number of proposals", proposals, String.format(Locale.ROOT, "it must be from 1 to %,d", MOST));
        }
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new InvalidRequestException(
                    "epsilon",
                    epsilon,
                    "it must be above 0 (0.1 is usual; distances are relative to the query activation's length)");
        }
        if (show < 0) {
            throw new InvalidRequestException("number of samples shown", show, "it must be 0 or above");
        }
    }
}
