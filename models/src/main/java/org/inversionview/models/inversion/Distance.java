package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inversionview.models.InvalidRequestException;

/** How far an activation lies from the query activation. Source: Huang et al. 2024, §2.2. */
public enum Distance {
    /** ‖a − z‖₂ / ‖z‖₂, the normalized Euclidean distance. */
    EUCLIDEAN {
        @Override
        NDArray between(NDArray activations, NDArray z) {
            NDArray difference = activations.sub(z);
            return norm(difference).div(norm(z));
        }

        @Override
        double between(float[] activations, int from, float[] z, double norm) {
            return Math.sqrt(FloatSums.squaredDifferences(activations, from, z)) / norm;
        }
    },
    /** 1 − cosine similarity, from 0 to 2. */
    COSINE {
        @Override
        NDArray between(NDArray activations, NDArray z) {
            NDArray product = activations.mul(z).sum(LAST);
            return product.div(norm(activations).mul(norm(z)).maximum((float) SMALLEST))
                    .neg()
                    .add(1)
                    .maximum(0f); // rounding may leave a cosine just above 1
        }

        @Override
        double between(float[] activations, int from, float[] z, double norm) {
            double length = Math.sqrt(FloatSums.squares(activations, from, z.length));
            double cosine = FloatSums.products(activations, from, z) / Math.max(length * norm, SMALLEST);
            return Math.max(0, 1 - cosine);
        }
    };

    private static final int[] LAST = {-1};
    private static final double SMALLEST = 1e-12; // what divides a product is at least so long

    /**
     * Returns the distances (B, T) of activations (B, T, D) from query activations (B or 1, 1, D).
     */
    abstract NDArray between(NDArray activations, NDArray z);

    /**
     * Returns the distance of one activation from z.
     *
     * @param from where the activation begins
     * @param norm ‖z‖₂
     */
    abstract double between(float[] activations, int from, float[] z, double norm);

    private static NDArray norm(NDArray x) {
        return x.mul(x).sum(LAST).sqrt();
    }

    /**
     * Returns the metric of that name, in lower case.
     *
     * @throws InvalidRequestException listing the names
     */
    public static Distance named(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "metric",
                        name,
                        "there is "
                                + Arrays.stream(values()).map(Distance::label).collect(Collectors.joining(" and "))));
    }

    /** Returns the name as a user types it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
