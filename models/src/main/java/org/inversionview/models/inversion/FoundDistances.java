package org.inversionview.models.inversion;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Distances, each as often as it was found: how many lie within any ε. Where none were kept, nothing is known. */
public final class FoundDistances {

    /** None were kept. */
    public static final FoundDistances NONE = new FoundDistances(new float[0]);

    private final float[] distances;

    private FoundDistances(float[] distances) {
        this.distances = distances;
    }

    /** Returns the distances. */
    static FoundDistances of(double... all) {
        float[] distances = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            distances[i] = (float) all[i]; // as they were measured
        }
        return new FoundDistances(distances);
    }

    /** Returns these distances, as a file has them. */
    @JsonCreator
    static FoundDistances of(float[] kept) {
        return new FoundDistances(kept.clone());
    }

    /** Returns them for a file. */
    @JsonValue
    float[] kept() {
        return distances.clone();
    }

    public int size() {
        return distances.length;
    }

    /** Returns how many are at most ε. */
    public int within(double epsilon) {
        int count = 0;
        for (float distance : distances) {
            count += distance <= epsilon ? 1 : 0;
        }
        return count;
    }

    /** Returns them. */
    DoubleStream stream() {
        return IntStream.range(0, distances.length).mapToDouble(i -> distances[i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoundDistances that && Arrays.equals(distances, that.distances);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(distances);
    }

    @Override
    public String toString() {
        return "%s distances".formatted(distances.length);
    }
}
