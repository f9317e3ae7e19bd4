package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreeDigitAdditionTest {

    private final ThreeDigitAddition task = new ThreeDigitAddition();

    private String parsed(String text) {
        return task.vocabulary().decode(task.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "B615+861=1476E",
                "B615+861=1476",
                "615+861=1476E",
                "615+861=1476",
                "615+861=",
                "B615+861=",
                "615+861",
                "  615+861=1476 ",
                "0615+861=1476",
                "000615+0861"
            })
    void completes_what_is_left_out(String text) {
        assertThat(parsed(text)).isEqualTo("B615+861=1476E");
    }

    @ParameterizedTest
    @CsvSource({"615+861=1475, B615+861=1475E", "615+861=999, B615+861=999E", "100+100=9, B100+100=9E"})
    void keeps_a_wrong_answer_but_does_not_call_it_well_formed(String text, String input) {
        assertThat(parsed(text)).isEqualTo(input);
        assertThat(task.isWellFormed(task.parse(text))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"99+500, 99", "500+99=599, 99", "1000+500, 1000", "500+1000=1500, 1000", "0+500, 0", "500+000, 0"})
    void rejects_operands_out_of_range(String text, int operand) {
        assertThatThrownBy(() -> task.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand %s: this task adds numbers from 100 to 999".formatted(operand));
    }

    @Test
    void rejects_an_operand_beyond_any_int() {
        assertThatThrownBy(() -> task.parse("99999999999999999999+500"))
                .hasMessageEndingWith("this task adds numbers from 100 to 999");
    }

    @Test
    void rejects_an_answer_of_five_digits() {
        assertThatThrownBy(() -> task.parse("615+861=14760"))
                .hasMessage("input 615+861=14760: its answer 14760 has 5 digits, and a sum has 3 or 4");
    }

    @Test
    void names_a_foreign_character() {
        assertThatThrownBy(() -> task.parse("615-861"))
                .hasMessage(
                        "input 615-861: character '-' at place 3 is not in the vocabulary, which has 0 1 2 3 4 5 6 7 8 9 B + = E P");
        assertThatThrownBy(() -> task.parse("615 + 861")).hasMessageContaining("character ' ' at place 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "B", "BE", "615", "615+", "+861", "615+861+1", "615=861", "615+861=1476=1", "B615P+861"})
    void rejects_what_is_no_sum(String text) {
        assertThatThrownBy(() -> task.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "input%s: it is no sum; write two numbers from 100 to 999 as in 615+861=1476, or 615+861= to have the answer filled in"
                                .formatted(text.isEmpty() ? "" : " " + text));
    }

    @Test
    void names_the_positions_of_three_and_of_four_digit_answers() {
        assertThat(String.join(
                        " ", task.namedPositions(task.parse("615+861=1476")).keySet()))
                .isEqualTo("B F1 F2 F3 + S1 S2 S3 = A1 A2 A3 A4");
        assertThat(String.join(
                        " ", task.namedPositions(task.parse("101+539=640")).keySet()))
                .isEqualTo("B F1 F2 F3 + S1 S2 S3 = A1 A2 A3");
        assertThat(task.namedPositions(task.parse("101+539=640")))
                .containsEntry("B", 0)
                .containsEntry("S1", 5)
                .containsEntry("A1", 9);
    }

    @Test
    void the_answer_starts_after_the_equals_sign() {
        int[] input = task.parse("101+539=640");
        assertThat(task.vocabulary().token(input[task.answerStart(input)])).isEqualTo("=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "615+861=1476E",
                "B615+861=1476",
                "B615+861=1475E",
                "B099+101=200E",
                "B615+861=01476E",
                "B100+100=0200E",
                "B615861=1476E",
                "B",
                "PPP",
                "B615+861=1476EE"
            })
    void only_a_whole_input_with_the_right_answer_is_well_formed(String text) {
        assertThat(task.isWellFormed(task.vocabulary().encode(text))).isFalse();
    }

    @Test
    void every_sample_is_well_formed_and_fits() {
        RandomGenerator random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            int[] input = task.sample(random);
            assertThat(task.isWellFormed(input)).isTrue();
            assertThat(input.length).isLessThanOrEqualTo(task.maxLength());
        }
    }

    @Test
    void every_example_parses_to_a_well_formed_input() {
        assertThat(task.examples())
                .allSatisfy(
                        text -> assertThat(task.isWellFormed(task.parse(text))).isTrue());
    }

    @Test
    void the_smallest_and_the_largest_sum_are_inputs() {
        assertThat(task.vocabulary().decode(task.sum(100, 100))).isEqualTo("B100+100=200E");
        assertThat(task.vocabulary().decode(task.sum(999, 999))).isEqualTo("B999+999=1998E");
    }

    @Test
    void lists_every_sum_once() {
        List<int[]> all = task.inputs().orElseThrow().toList();
        assertThat(all).hasSize(810_000);
        for (int index = 0; index < all.size(); index += 97) {
            assertThat(all.get(index)).isEqualTo(task.sum(100 + index / 900, 100 + index % 900));
        }
    }
}
