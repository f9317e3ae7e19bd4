package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    private final LearningRate rate = new LearningRate(10, 110, 0.2);

    @Test
    void rises_in_equal_steps_to_the_peak() {
        assertThat(rate.at(0)).isEqualTo(0.1);
        assertThat(rate.at(4)).isEqualTo(0.5);
        assertThat(rate.at(9)).isEqualTo(1);
        assertThat(rate.at(10)).isEqualTo(1);
    }

    @Test
    void falls_along_a_cosine_to_the_floor() {
        assertThat(rate.at(60)).isCloseTo(0.6, within(1e-12)); // half-way
        assertThat(rate.at(35)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12)); // a quarter
        assertThat(rate.at(110)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(500)).isCloseTo(0.2, within(1e-12));
        for (int step = 10; step < 110; step++) {
            assertThat(rate.at(step + 1)).isLessThan(rate.at(step));
        }
    }

    @Test
    void may_begin_at_the_peak() {
        assertThat(new LearningRate(0, 100, 0).at(0)).isEqualTo(1);
        assertThat(new LearningRate(0, 100, 1).at(70)).isEqualTo(1);
        assertThat(new LearningRate(5, 5, 0).at(4)).isEqualTo(1);
    }

    @Test
    void rejects_what_is_no_schedule() {
        assertThatThrownBy(() -> new LearningRate(11, 10, 0.5))
                .hasMessage(
                        "learning rate of 10 steps, 11 of them warm-up, floor 0.5: 0 ≤ warm-up ≤ steps, 0 ≤ floor ≤ 1");
        assertThatThrownBy(() -> new LearningRate(-1, 10, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LearningRate(1, 10, 1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LearningRate(1, 10, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
