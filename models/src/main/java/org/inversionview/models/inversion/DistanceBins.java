package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;

/** Counts distances in bins of a fifth of ε. */
final class DistanceBins {

    private static final int BINS_BELOW_EPSILON = 5;
    private static final int MOST_BINS = 10 * BINS_BELOW_EPSILON; // what is farther stands in one more

    private DistanceBins() {}

    /** Returns the bins that are not empty; distances that are not finite are left out. */
    static List<Bin> of(DoubleStream distances, double epsilon) {
        int[] counts = new int[MOST_BINS + 1];
        double[] finite = distances.filter(Double::isFinite).toArray();
        double farthest = 0;
        for (double distance : finite) {
            counts[bin(distance, epsilon)]++;
            farthest = Math.max(farthest, distance);
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                double end = bin < MOST_BINS ? (bin + 1) * epsilon / BINS_BELOW_EPSILON : farthest;
                bins.add(new Bin(end, counts[bin]));
            }
        }
        return bins;
    }

    /** A distance of exactly ε is inside: the bin below an edge takes it. */
    private static int bin(double distance, double epsilon) {
        double edge = Math.ceil(distance / epsilon * BINS_BELOW_EPSILON - 1e-9) - 1;
        return (int) Math.max(0, Math.min(MOST_BINS, edge));
    }
}
