package org.inversionview.models.inversion;

import java.util.Locale;
import org.inversionview.models.InvalidRequestException;

/**
 * How it is measured what a decoder misses of an ε-preimage.
 *
 * @param sampling what the decoder is asked: proposals, schedule, ε, metric, match and seed
 * @param members how many members of the preimage are scored at most, a fair sample where more are known; from 1
 * @param others how many inputs outside are scored at most, a fair sample of them; from 0
 * @param noisy over how many noisy activations a member's probability is averaged under a setting with noise; from 1
 */
public record CoverageSettings(SamplingSettings sampling, int members, int others, int noisy) {

    /** 200 members, 300 other inputs, 100 noisy activations. */
    public static final CoverageSettings DEFAULT = of(SamplingSettings.DEFAULT);

    /** What the shipped models' cards hold of each query: 24 members, 16 noisy activations. */
    public static final CoverageSettings SURVEY = new CoverageSettings(SamplingSettings.DEFAULT, 24, 0, 16);

    private static final int MOST_MEMBERS = 10_000;

    public CoverageSettings {
        if (members < 1 || members > MOST_MEMBERS) {
            throw new InvalidRequestException(
                    "number of members", members, String.format(Locale.ROOT, "it must be from 1 to %,d", MOST_MEMBERS));
        }
        if (others < 0 || noisy < 1) {
            throw new IllegalArgumentException("%s other inputs, %s noisy activations".formatted(others, noisy));
        }
    }

    /** Returns the usual numbers, for proposals of the decoder as the settings ask for them. */
    public static CoverageSettings of(SamplingSettings sampling) {
        return new CoverageSettings(sampling, 200, 300, 100);
    }

    /** Returns the same with another number of members. */
    public CoverageSettings withMembers(int other) {
        return new CoverageSettings(sampling, other, others, noisy);
    }

    /** Returns the same for other proposals of the decoder. */
    public CoverageSettings with(SamplingSettings other) {
        return new CoverageSettings(other, members, others, noisy);
    }
}
