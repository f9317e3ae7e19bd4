package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.engine.PyTorch;
import org.junit.jupiter.api.Test;

class DistanceTest {

    private static final float[] Z = {3, 4}; // of length 5

    private static float[] between(Distance metric, float... activations) {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            return metric.between(
                            manager.create(activations, new Shape(1, activations.length / 2, 2)),
                            manager.create(Z, new Shape(1, 1, 2)))
                    .toFloatArray();
        }
    }

    @Test
    void euclidean_is_relative_to_the_query_activation_s_length() {
        assertThat(between(Distance.EUCLIDEAN, 3, 4, 0, 0, 6, 8, 3, 9, -3, -4))
                .containsExactly(new float[] {0, 1, 1, 1, 2}, within(1e-6f));
    }

    @Test
    void cosine_does_not_see_length() {
        assertThat(between(Distance.COSINE, 3, 4, 30, 40, -3, -4, 4, -3, 1, 0))
                .containsExactly(new float[] {0, 0, 2, 1, 0.4f}, within(1e-6f));
    }

    /** 1 − cosine of a vector with itself comes out below 0 for some, by rounding. */
    @Test
    void cosine_is_never_below_zero() {
        RandomGenerator random = new SplittableRandom(0);
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            for (int draw = 0; draw < 200; draw++) {
                float[] z = new float[128];
                for (int i = 0; i < z.length; i++) {
                    z[i] = (float) random.nextGaussian();
                }
                NDArray one = manager.create(z, new Shape(1, 1, z.length));
                assertThat(Distance.COSINE.between(one, one).getFloat()).isBetween(0f, 1e-6f);
                assertThat(Distance.COSINE.between(z, 0, z, new QueryActivation(z).norm()))
                        .isBetween(0.0, 1e-6);
            }
        }
    }

    @Test
    void cosine_of_a_zero_activation_is_one() {
        assertThat(between(Distance.COSINE, 0, 0)).containsExactly(1);
    }

    @Test
    void every_row_may_have_a_query_of_its_own() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            float[] found = Distance.EUCLIDEAN
                    .between(
                            manager.create(new float[] {3, 4, 1, 0}, new Shape(2, 1, 2)),
                            manager.create(new float[] {3, 4, 0, 1}, new Shape(2, 1, 2)))
                    .toFloatArray();
            assertThat(found).containsExactly(new float[] {0, (float) Math.sqrt(2)}, within(1e-6f));
        }
    }

    @Test
    void metrics_are_found_by_name() {
        assertThat(Distance.named("euclidean")).isEqualTo(Distance.EUCLIDEAN);
        assertThat(Distance.named("cosine")).isEqualTo(Distance.COSINE);
        assertThatThrownBy(() -> Distance.named("l1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric l1: there is euclidean and cosine");
    }
}
