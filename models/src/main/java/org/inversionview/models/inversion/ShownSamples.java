package org.inversionview.models.inversion;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the samples that a person looks at: seven in ten from inside the ε-preimage, the rest near misses, where there
 * are enough of both (Huang et al. 2024 show 60 to 80 % from inside).
 *
 * <p>From inside they are taken evenly over the ranks, so that the whole range up to ε is seen; from outside the closest.
 */
final class ShownSamples {

    private static final double INSIDE_SHARE = 0.7;

    private ShownSamples() {}

    /** Returns indices in ascending order, at most {@code show}, of samples of which the first {@code inside} lie inside. */
    static List<Integer> choose(int samples, int inside, int show) {
        int outside = samples - inside;
        int fromInside = Math.min(inside, Math.max((int) Math.round(INSIDE_SHARE * show), show - outside));
        int fromOutside = Math.min(outside, show - fromInside);
        IntStream spread = IntStream.range(0, fromInside)
                .map(i -> fromInside == 1 ? 0 : (int) ((long) i * (inside - 1) / (fromInside - 1)));
        return IntStream.concat(spread, IntStream.range(inside, inside + fromOutside))
                .boxed()
                .toList();
    }
}
