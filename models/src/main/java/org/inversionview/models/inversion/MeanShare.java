package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * A mean of shares, each from 0 to 1, with its uncertainty.
 *
 * @param count how many shares
 * @param value their mean; NaN without any
 * @param low end of its 95 % interval; 0 without any
 * @param high end of it; 1 without any
 */
public record MeanShare(int count, double value, double low, double high) {

    private static final int RESAMPLES = 1000;
    private static final double[] INTERVAL = {0.025, 0.975};
    private static final long SEED = 1979;

    /**
     * Returns the mean of a fair sample of shares, with a bootstrap interval (percentile method, Efron 1979). Resamples are
     * taken from the sample and two more shares, 0 and 1 (Laplace's rule of succession): three shares of 1 do not say that
     * there is no other. The same shares give the same interval.
     */
    public static MeanShare sampled(double[] shares) {
        if (shares.length == 0) {
            return new MeanShare(0, Double.NaN, 0, 1);
        }
        double[] ends = Quantile.withDefaults().evaluate(resampledMeans(shares), INTERVAL);
        double mean = mean(shares);
        return new MeanShare(shares.length, mean, Math.min(mean, ends[0]), Math.max(mean, ends[1]));
    }

    /** Returns the mean of all the shares that there are, which is certain. */
    public static MeanShare ofAll(double[] shares) {
        double mean = mean(shares);
        return shares.length == 0 ? sampled(shares) : new MeanShare(shares.length, mean, mean, mean);
    }

    /** Returns whether the interval holds a share. */
    public boolean holds(double share) {
        return share >= low && share <= high;
    }

    private static double mean(double[] shares) {
        return Arrays.stream(shares).average().orElse(Double.NaN);
    }

    private static double[] resampledMeans(double[] shares) {
        double[] pool = Arrays.copyOf(shares, shares.length + 2);
        pool[shares.length] = 1;
        RandomGenerator random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += pool[random.nextInt(pool.length)];
            }
            means[resample] = sum / shares.length;
        }
        return means;
    }
}
