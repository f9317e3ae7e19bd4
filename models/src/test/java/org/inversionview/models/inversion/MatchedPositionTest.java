package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchedPositionTest {

    private final Task task = new ThreeDigitAddition();

    private MatchedPosition match(String match, String sample, double... distances) {
        float[] floats = new float[distances.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) distances[i];
        }
        return MatchedPosition.of(match, floats, task.vocabulary().encode(sample), task);
    }

    @Test
    void best_is_the_closest_position_bos_counted() {
        assertThat(match("best", "B12E", 0.5, 0.25, 0.75, 9)).isEqualTo(new MatchedPosition(1, 0.25));
        assertThat(match("best", "B12E", 0.125, 0.25, 0.75, 9)).isEqualTo(new MatchedPosition(0, 0.125));
    }

    @Test
    void neither_padding_nor_the_end_is_admitted() {
        assertThat(match("best", "B1PE", 0.5, 0.25, 0, 0)).isEqualTo(new MatchedPosition(1, 0.25));
    }

    @Test
    void the_earlier_of_two_equal_positions_is_taken() {
        assertThat(match("best", "B12", 0.5, 0.25, 0.25)).isEqualTo(new MatchedPosition(1, 0.25));
    }

    @Test
    void a_sample_without_an_admitted_position_is_infinitely_far() {
        assertThat(match("best", "PE", 0, 0)).isEqualTo(new MatchedPosition(-1, Double.POSITIVE_INFINITY));
        assertThat(match("A1", "B12E", 0, 0, 0, 0)).isEqualTo(new MatchedPosition(-1, Double.POSITIVE_INFINITY));
        assertThat(match("3", "B12E", 0, 0, 0, 0)).isEqualTo(new MatchedPosition(-1, Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0.5", "2, 2, 0.75", "-1, 2, 0.75", "-3, 0, 0.5", "F1, 1, 0.25", "F2, 2, 0.75"})
    void a_fixed_position_is_compared_even_where_another_is_closer(String text, int position, double distance) {
        assertThat(match(text, "B12E", 0.5, 0.25, 0.75, 0)).isEqualTo(new MatchedPosition(position, distance));
    }

    @Test
    void negative_positions_count_from_the_last_token_of_a_sample_that_never_ended() {
        assertThat(match("-1", "B12", 0.5, 0.25, 0.75)).isEqualTo(new MatchedPosition(2, 0.75));
    }

    @Test
    void a_fixed_position_that_holds_padding_is_not_admitted() {
        assertThat(match("2", "B1PE", 0.5, 0.25, 0, 0)).isEqualTo(new MatchedPosition(-1, Double.POSITIVE_INFINITY));
    }
}
