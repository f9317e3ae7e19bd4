package org.inversionview.models.causal;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Statistic;

/**
 * A mean over inputs, with its uncertainty.
 *
 * @param inputs how many
 * @param mean NaN without inputs
 * @param standardError of the mean; NaN for fewer than two inputs
 * @param low end of the 95 % bootstrap interval of the mean (percentile method, Efron 1979)
 * @param high end of it
 */
public record Effect(int inputs, double mean, double standardError, double low, double high) {

    private static final int RESAMPLES = 1000;
    private static final double[] INTERVAL = {0.025, 0.975};
    private static final long SEED = 1979;

    /** Returns the mean of one value an input. The same values give the same interval. */
    public static Effect of(double[] values) {
        if (values.length == 0) {
            return new Effect(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        DoubleStatistics statistics = DoubleStatistics.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION);
        Arrays.stream(values).forEach(statistics);
        double error = values.length < 2
                ? Double.NaN
                : statistics.getAsDouble(Statistic.STANDARD_DEVIATION) / Math.sqrt(values.length);
        double[] ends = Quantile.withDefaults().evaluate(resampledMeans(values), INTERVAL);
        return new Effect(values.length, statistics.getAsDouble(Statistic.MEAN), error, ends[0], ends[1]);
    }

    private static double[] resampledMeans(double[] values) {
        RandomGenerator random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[resample] = sum / values.length;
        }
        return means;
    }

    /** Returns whether the interval excludes zero. */
    public boolean isDistinct() {
        return low > 0 || high < 0;
    }
}
