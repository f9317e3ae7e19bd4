package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.inversion.SamplingSchedule.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryActivationTest {

    private static final int DRAWS = 4_000;

    private final RandomGenerator random = new SplittableRandom(0);
    private final QueryActivation z = new QueryActivation(normal(128));

    private float[] normal(int width) {
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
            values[i] = (float) random.nextGaussian(0.3, 2);
        }
        return values;
    }

    private double cosine(float[] vector) {
        return 1 - Distance.COSINE.between(vector, 0, z.values(), z.norm());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.9, 0.75, 0, -0.5, -1})
    void a_vector_has_the_cosine_and_the_length_that_were_asked_for(double cosine) {
        for (double length : new double[] {0.01, 1, 300}) {
            float[] vector = z.atCosine(cosine, length, random);
            assertThat(cosine(vector)).isCloseTo(cosine, within(1e-5));
            assertThat(new QueryActivation(vector).norm()).isCloseTo(length, within(1e-5 * length));
        }
    }

    @Test
    void what_has_no_direction_stays_as_it_is() {
        assertThat(new QueryActivation(new float[3]).atCosine(0.9, 1, random)).containsExactly(0, 0, 0);
        assertThat(new QueryActivation(new float[] {2}).atCosine(0.9, 1, random))
                .containsExactly(2);
    }

    /** c uniform from 0.10 to 0.25, and the length z's times 2ᵘ, u uniform from −1 to 1. */
    @Test
    void a_turned_setting_draws_cosines_and_lengths_uniformly() {
        List<float[]> drawn = Stream.generate(() -> Setting.turned(1).activation(z, random))
                .limit(DRAWS)
                .toList();
        assertUniform(drawn, vector -> 1 - cosine(vector), 0.10, 0.25);
        assertUniform(drawn, vector -> Math.log(new QueryActivation(vector).norm() / z.norm()) / Math.log(2), -1, 1);
    }

    /** Each tenth has its share to within four standard deviations. */
    private static void assertUniform(List<float[]> drawn, ToDoubleFunction<float[]> value, double low, double high) {
        int[] tenths = new int[10];
        for (float[] vector : drawn) {
            double place = (value.applyAsDouble(vector) - low) / (high - low);
            assertThat(place).isBetween(-1e-4, 1 + 1e-4);
            tenths[Math.max(0, Math.min(9, (int) (10 * place)))]++;
        }
        double expected = drawn.size() / 10.0;
        assertThat(Arrays.stream(tenths)).allMatch(count -> Math.abs(count - expected) < 4 * Math.sqrt(expected * 0.9));
    }

    @Test
    void the_same_numbers_give_the_same_vector() {
        assertThat(Setting.turned(1).activation(z, new SplittableRandom(3)))
                .containsExactly(Setting.turned(2).activation(z, new SplittableRandom(3)));
        assertThat(new Setting(1, 0).activation(z, random)).containsExactly(z.values());
    }
}
