package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static final ThreeDigitAddition ADDITION = new ThreeDigitAddition();

    @ParameterizedTest
    @CsvSource({
        "A1=1, true",
        "A1 = 1 & F1<8, true",
        "A1=1&F1>6, false",
        "F1!=S1, true",
        "F1≠S1, true",
        "F3>=S3, true",
        "F2≤S2, true",
        "F2<S2 & S1>F1, true",
        "F2=S2, false",
        "-1=6, true",
        "8==, true",
        "==4, false",
        "A4=6, true"
    })
    void compares_named_positions_with_tokens_and_with_each_other(String text, boolean met) {
        assertThat(Condition.parse(ADDITION, text).test(ADDITION.parse("615+861=1476")))
                .isEqualTo(met);
    }

    @Test
    void a_position_that_the_input_lacks_meets_no_condition() {
        assertThat(Condition.parse(ADDITION, "A4!=1").test(ADDITION.parse("101+101")))
                .isFalse();
    }

    @Test
    void compares_features_too() {
        CharacterCounting counting = new CharacterCounting();
        int[] input = counting.parse("vvzccvczvvvzvcvc|v:8");
        assertThat(Condition.parse(counting, "count of the target>=8").test(input))
                .isTrue();
        assertThat(Condition.parse(counting, "length<16").test(input)).isFalse();
        assertThat(Condition.parse(counting, "target letter=v").test(input)).isTrue();
    }

    @Test
    void nothing_is_met_by_everything() {
        assertThat(Condition.parse(ADDITION, " ").test(ADDITION.parse("615+861")))
                .isTrue();
    }

    @Test
    void says_what_is_wrong() {
        assertThatThrownBy(() -> Condition.parse(ADDITION, "A1"))
                .hasMessage(
                        "condition A1: write NAME=TOKEN with one of = != < <= > >=, several joined by &, as in A1=1 & F1<5");
        assertThatThrownBy(() -> Condition.parse(ADDITION, "Q1=3"))
                .hasMessageStartingWith("condition Q1=3: inputs of addition have no 'Q1'; there is +, =, A1");
        for (String noDigit : List.of("F1<x", "A1<x")) { // F1 is a feature, too
            assertThatThrownBy(() -> Condition.parse(ADDITION, noDigit))
                    .hasMessageStartingWith("condition %s: 'x' is no token of addition", noDigit);
        }
    }

    @ParameterizedTest
    @CsvSource({"answer=ba, true", "answer=ab, false", "prompt=ab, true", "length=2, true", "A2=a, true"})
    void a_text_task_s_features_are_what_stands_between_its_special_tokens(String text, boolean met) {
        TextTask reverse = new TextTask(
                "reverse",
                "ab",
                '>',
                2,
                random -> "ab",
                prompt -> new StringBuilder(prompt).reverse().toString());
        assertThat(Condition.parse(reverse, text).test(reverse.parse("ab"))).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"last token=two, true", "last token=one, false", "first token=one, true"})
    void the_space_before_a_word_does_not_count(String text, boolean met) {
        TextCorpus corpus = new TextCorpus("c", List.of("one two"), 3);
        assertThat(Condition.parse(corpus, text).test(corpus.parse("one two"))).isEqualTo(met);
    }
}
