package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EffectTest {

    @Test
    void mean_and_standard_error_are_the_textbooks() {
        Effect effect = Effect.of(new double[] {1, 2, 3, 4});
        assertThat(effect.inputs()).isEqualTo(4);
        assertThat(effect.mean()).isEqualTo(2.5);
        assertThat(effect.standardError()).isCloseTo(Math.sqrt(5.0 / 3) / 2, within(1e-12));
    }

    @Test
    void bootstrap_interval_of_many_normal_values_is_two_standard_errors_wide_each_way() {
        RandomGenerator random = new SplittableRandom(1);
        double[] values = DoubleStream.generate(() -> 5 + 2 * random.nextGaussian())
                .limit(4000)
                .toArray();
        Effect effect = Effect.of(values);
        assertThat(effect.low()).isCloseTo(effect.mean() - 1.96 * effect.standardError(), within(0.006));
        assertThat(effect.high()).isCloseTo(effect.mean() + 1.96 * effect.standardError(), within(0.006));
        assertThat(effect.isDistinct()).isTrue();
        assertThat(Effect.of(values)).isEqualTo(effect);
    }

    @Test
    void equal_values_have_an_interval_without_width_and_none_have_no_mean() {
        assertThat(Effect.of(new double[] {0, 0, 0})).isEqualTo(new Effect(3, 0, 0, 0, 0));
        assertThat(Effect.of(new double[] {0, 0, 0}).isDistinct()).isFalse();
        assertThat(Effect.of(new double[0]).mean()).isNaN();
    }
}
