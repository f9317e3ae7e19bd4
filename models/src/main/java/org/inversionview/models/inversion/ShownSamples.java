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
        return IntStream.concat(spread(inside, fromInside), IntStream.range(inside, inside + fromOutside))
                .boxed()
                .toList();
    }

    /** Returns so many of the numbers from 0 to {@code of} − 1, evenly, the first and the last among them. */
    static IntStream spread(int of, int count) {
        return IntStream.range(0, count).map(i -> count == 1 ? 0 : (int) ((long) i * (of - 1) / (count - 1)));
    }
}
