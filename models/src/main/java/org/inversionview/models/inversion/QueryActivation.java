package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The activation z that is asked about. Shares its array, as nobody outside of this package sees it.
 *
 * @param values (D)
 */
record QueryActivation(float[] values) {

    /** Returns ‖z‖₂. */
    double norm() {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** Returns whether it has a length, and so distances from it. */
    boolean isDirected() {
        return norm() > 0 && Double.isFinite(norm());
    }

    /** Returns a random direction of the same length. */
    QueryActivation turned(RandomGenerator random) {
        float[] direction = new float[values.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        double scale = norm() / new QueryActivation(direction).norm();
        for (int i = 0; i < direction.length; i++) {
            direction[i] *= (float) scale;
        }
        return new QueryActivation(direction);
    }

    /**
     * Returns a random vector of the given length whose cosine with z is the given one; z itself where it has no direction,
     * or no other than its own is left in one dimension.
     *
     * @param cosine from −1 to 1
     */
    float[] atCosine(double cosine, double length, RandomGenerator random) {
        double[] aside = aside(random);
        double norm = Math.sqrt(Arrays.stream(aside).map(x -> x * x).sum());
        if (!isDirected() || !(norm > 0)) {
            return values.clone();
        }
        double along = length * cosine / norm();
        double across = length * Math.sqrt(1 - cosine * cosine) / norm;
        float[] vector = new float[values.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (along * values[i] + across * aside[i]);
        }
        return vector;
    }

    /** A random vector without its part along z. */
    private double[] aside(RandomGenerator random) {
        double[] aside = new double[values.length];
        double product = 0;
        for (int i = 0; i < aside.length; i++) {
            aside[i] = random.nextGaussian();
            product += aside[i] * values[i];
        }
        double share = product / (norm() * norm());
        for (int i = 0; i < aside.length; i++) {
            aside[i] -= share * values[i];
        }
        return aside;
    }

    /** Returns the standard deviation of z's coordinates, the scale of a schedule's noise. */
    double deviation() {
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / Math.max(1, values.length - 1));
    }

    /** Returns z + noise · std(z) · N(0, I). */
    float[] noisy(double noise, RandomGenerator random) {
        double scale = noise * deviation();
        float[] noisy = values.clone();
        for (int i = 0; i < noisy.length && scale > 0; i++) {
            noisy[i] += (float) (scale * random.nextGaussian());
        }
        return noisy;
    }
}
