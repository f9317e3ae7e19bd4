package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the samples that a person looks at: seven in ten from inside the ε-preimage, the rest near misses, where there
 * are enough of both (Huang et al. 2024 show 60 to 80 % from inside).
 *
 * <p>From inside they are taken evenly over the ranks, so that the whole range up to ε is seen; from outside the closest.
 * Ranks are by the distance to the three places that are shown, equal ones by their tokens: inputs that the model does not
 * tell apart differ by rounding alone, which must not choose between them.
 */
final class ShownSamples {

    private static final double INSIDE_SHARE = 0.7;
    private static final double STEP = 0.001;

    private ShownSamples() {}

    /** Returns indices of at most {@code show} samples, in the order in which they are looked at: the inside first. */
    static List<Integer> choose(List<MeasuredProposal> samples, int show) {
        int inside = (int) samples.stream().filter(MeasuredProposal::inside).count();
        Comparator<MeasuredProposal> order = Comparator.comparing((MeasuredProposal one) -> !one.inside())
                .thenComparing(one -> Math.rint(one.match().distance() / STEP))
                .thenComparing(one -> one.proposal().input(), Arrays::compare);
        List<Integer> ranked = IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparing(samples::get, order))
                .toList();
        return ranks(samples.size(), inside, show).stream().map(ranked::get).toList();
    }

    /** Returns ranks in ascending order, at most {@code show}, of samples of which the first {@code inside} lie inside. */
    static List<Integer> ranks(int samples, int inside, int show) {
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
