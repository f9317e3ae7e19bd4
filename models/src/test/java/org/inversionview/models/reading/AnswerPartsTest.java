package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.reading.AnswerParts.Claimed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPartsTest {

    private static final String FORM = "{\"words\": \"a pair\", \"claims\": [{\"feature\": \"F1\", \"value\": \"6\"}]}";
    private static final AnswerParts READ = new AnswerParts("a pair", List.of(new Claimed("F1", "6")), true);

    @Test
    void reads_the_form() {
        assertThat(AnswerParts.of(FORM)).isEqualTo(READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n%s\n```",
                "Here it is: %s\nI hope that helps!",
                "<think>{1, 2}? Or {\"words\" …}? Yes.</think>\n\n%s",
                "\n  %s  "
            })
    void what_stands_about_the_form_is_left_out(String around) {
        assertThat(AnswerParts.of(around.formatted(FORM))).isEqualTo(READ);
    }

    @Test
    void a_value_may_be_a_number_and_what_was_not_asked_for_is_ignored() {
        assertThat(AnswerParts.of("""
                        {"claims": [{"feature": " F1 ", "value": 6, "sure": 0.9}, {"feature": "odd", "value": true}, null, {}], "note": ""}"""))
                .isEqualTo(new AnswerParts(
                        "", List.of(new Claimed("F1", "6"), new Claimed("odd", "true"), new Claimed("", "")), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The first digits are 6 and 8.",
                "{\"words\": \"never ends",
                "{\"words\": [1], \"claims\": {}}",
                "}{\"words\"",
                ""
            })
    void an_answer_without_the_form_is_words(String answer) {
        assertThat(AnswerParts.of(answer)).isEqualTo(new AnswerParts(answer, List.of(), false));
    }

    @Test
    void nothing_is_longer_or_more_than_can_be_shown_and_no_control_character_gets_through() {
        String claims = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"feature\": \"F%s%s\", \"value\": 1}".formatted(i, "x".repeat(500)))
                .collect(Collectors.joining(","));
        AnswerParts many =
                AnswerParts.of("{\"words\": \"%s\\u001b[2J\", \"claims\": [%s]}".formatted("w".repeat(5_000), claims));
        assertThat(many.claims()).hasSize(MachineGuess.MOST_CLAIMS);
        assertThat(many.claims().get(0).feature()).hasSizeLessThan(210);
        assertThat(many.words()).hasSizeLessThan(1_000).doesNotContain("\u001b").endsWith("␛[2J");
        assertThat(AnswerParts.of("{".repeat(500_000) + "\u0007").words()).hasSizeLessThan(1_000);
    }
}
