package org.inversionview.models.inversion;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * A share of independent trials, with its uncertainty.
 *
 * @param hits from 0 to trials
 * @param trials from 0
 */
public record Proportion(int hits, int trials) {

    private static final double ERROR_RATE = 0.05;

    public Proportion {
        if (hits < 0 || hits > trials) {
            throw new IllegalArgumentException("%s hits of %s trials".formatted(hits, trials));
        }
    }

    /** Returns the share, from 0 to 1; NaN without trials. */
    public double value() {
        return trials == 0 ? Double.NaN : (double) hits / trials;
    }

    /** Returns the lower end of the 95 % confidence interval (Wilson 1927); 0 without trials. */
    public double low() {
        return trials == 0 ? 0 : interval().getLowerBound();
    }

    /** Returns the upper end; 1 without trials. */
    public double high() {
        return trials == 0 ? 1 : interval().getUpperBound();
    }

    private Interval interval() {
        return BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(trials, hits, ERROR_RATE);
    }

    /** Returns both sets of trials together. */
    public Proportion plus(Proportion other) {
        return new Proportion(hits + other.hits, trials + other.trials);
    }

    /** Returns one trial. */
    public static Proportion of(boolean hit) {
        return new Proportion(hit ? 1 : 0, 1);
    }
}
