package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.List;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;

/** Counts distances in bins of a fifth of ε. */
final class DistanceBins {

    private static final int BINS_BELOW_EPSILON = 5;
    private static final int MOST_BINS = 10 * BINS_BELOW_EPSILON; // what is farther stands in one more

    private final double epsilon;
    private final int[] counts = new int[MOST_BINS + 1];
    private double farthest;

    DistanceBins(double epsilon) {
        this.epsilon = epsilon;
    }

    /** Counts a distance so many times; one that is not finite is left out. */
    void add(double distance, int count) {
        if (Double.isFinite(distance)) {
            counts[bin(distance)] += count;
            farthest = Math.max(farthest, distance);
        }
    }

    /** Returns the bins that are not empty. */
    List<Bin> counted() {
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
    private int bin(double distance) {
        double edge = Math.ceil(distance / epsilon * BINS_BELOW_EPSILON - 1e-9) - 1;
        return (int) Math.max(0, Math.min(MOST_BINS, edge));
    }
}
