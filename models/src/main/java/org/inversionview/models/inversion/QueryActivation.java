package org.inversionview.models.inversion;

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
