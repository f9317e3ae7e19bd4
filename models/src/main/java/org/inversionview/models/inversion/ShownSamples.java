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
                .thenComparing(one -> place(one.match().distance()))
                .thenComparing(one -> one.proposal().input(), Arrays::compare);
        List<Integer> ranked = IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparing(samples::get, order))
                .toList();
        return ranks(samples.size(), inside, show).stream().map(ranked::get).toList();
    }

    /** Returns the place of a distance among the steps that a reader sees. */
    static double place(double distance) {
        return Math.rint(distance / STEP);
    }

    /** Returns ranks in ascending order, at most {@code show}, of samples of which the first {@code inside} lie inside. */
    static List<Integer> ranks(int samples, int inside, int show) {
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
