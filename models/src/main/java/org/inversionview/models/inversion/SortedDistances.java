package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Distances in ascending order, each as often as it was found: how many lie within any ε. Where none were kept, nothing is known.
 */
public final class SortedDistances {

    /** None were kept. */
    public static final SortedDistances NONE = new SortedDistances(new float[0]);

    private final float[] ascending;

    private SortedDistances(float[] ascending) {
        this.ascending = ascending;
    }

    /** Returns distances in order. */
    static SortedDistances of(double... all) {
        float[] ascending = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            ascending[i] = (float) all[i]; // as they were measured
        }
        Arrays.sort(ascending);
        return new SortedDistances(ascending);
    }

    public int size() {
        return ascending.length;
    }

    /** Returns how many are at most ε. */
    public int within(double epsilon) {
        int from = 0;
        int to = ascending.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ascending[middle] <= epsilon) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Returns them. */
    DoubleStream stream() {
        return IntStream.range(0, ascending.length).mapToDouble(i -> ascending[i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortedDistances that && Arrays.equals(ascending, that.ascending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ascending);
    }

    @Override
    public String toString() {
        return "%s distances".formatted(ascending.length);
    }
}
