package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    private final Task task = new ThreeDigitAddition();
    private final int[] input = task.parse("101+539=640");

    @ParameterizedTest
    @CsvSource({"0, 0", "11, 11", "-1, 11", "-12, 0", "B, 0", "F1, 1", "+, 4", "S3, 7", "=, 8", "A1, 9", "A3, 11"})
    void a_number_a_negative_number_or_a_name_means_a_position(String text, int position) {
        assertThat(Positions.resolve(task, input, text)).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "-13", "A4", "a1", "E", "", "1.5", "99999999999"})
    void says_which_positions_there_are(String text) {
        assertThat(Positions.find(task, input, text)).isEmpty();
        assertThatThrownBy(() -> Positions.resolve(task, input, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "position%s: B101+539=640E has 0 to 11, -12 to -1, and the names B F1 F2 F3 + S1 S2 S3 = A1 A2 A3"
                                .formatted(text.isEmpty() ? "" : " " + text));
    }

    @Test
    void the_last_position_is_the_one_before_the_end() {
        assertThat(Positions.last(task, input)).isEqualTo(11);
        assertThat(Positions.last(task, task.vocabulary().encode("B101"))).isEqualTo(3);
        assertThat(Positions.last(task, task.vocabulary().encode("B"))).isZero();
    }

    @Test
    void a_position_is_called_by_its_name_or_its_number() {
        assertThat(Positions.name(task, input, 9)).isEqualTo("A1");
        assertThat(Positions.name(task, input, 12)).isEqualTo("12");
    }

    @Test
    void every_name_is_the_name_of_its_position() {
        task.namedPositions(input).forEach((name, position) -> {
            assertThat(Positions.name(task, input, position)).isEqualTo(name);
            assertThat(Positions.resolve(task, input, name)).isEqualTo(position);
        });
    }
}
