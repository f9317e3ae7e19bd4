package org.inversionview.models.reading;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.inversionview.models.inversion.Proportion;

/** Exact tests of counts, and what many of them at once must be corrected by. */
final class ExactTest {

    private ExactTest() {}

    /**
     * Returns Fisher's exact p, one-sided: how likely at least so many hits inside are if inside and outside are alike.
     *
     * @param hitsInside from 0 to {@code inside}
     * @param hits inside and outside together
     * @param inside how many there are inside
     * @param all inside and outside together
     */
    static double moreInside(int hitsInside, int inside, int hits, int all) {
        return hitsInside == 0
                ? 1
                : HypergeometricDistribution.of(all, hits, inside).survivalProbability(hitsInside - 1);
    }

    /** As above, of a share inside and one outside. */
    static double moreInside(Proportion inside, Proportion outside) {
        return moreInside(
                inside.hits(), inside.trials(), inside.hits() + outside.hits(), inside.trials() + outside.trials());
    }

    /**
     * Returns p-values adjusted for their number, so that of those below α a share of α at most is expected to be wrong
     * (Benjamini and Hochberg 1995). Same order as given.
     */
    static double[] adjusted(double[] p) {
        int[] ascending = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double smallest = 1;
        for (int rank = p.length; rank >= 1; rank--) {
            int at = ascending[rank - 1];
            smallest = Math.min(smallest, p[at] * p.length / rank);
            adjusted[at] = smallest;
        }
        return adjusted;
    }
}
