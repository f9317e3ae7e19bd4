package org.inversionview.models.training;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random generators that depend on a seed and a step only, so that a training can be resumed anywhere. */
public final class Seeds {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** Returns the generator of one step of a training. */
    public static RandomGenerator ofStep(long seed, long step) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ (step + 1) * GOLDEN);
    }
}
