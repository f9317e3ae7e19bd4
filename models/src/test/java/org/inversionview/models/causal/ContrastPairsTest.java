package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inversionview.models.tasks.CharacterCounting;
import org.inversionview.models.tasks.Condition;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TextTask;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.junit.jupiter.api.Test;

class ContrastPairsTest {

    private static final ThreeDigitAddition ADDITION = new ThreeDigitAddition();
    private static final CharacterCounting COUNTING = new CharacterCounting();

    private static List<ContrastPair> draw(Task task, String answer, Contrast contrast, String where, int count) {
        Condition condition = Condition.parse(task, where);
        return new ContrastPairs(task, answer, contrast, condition, condition).draw(count, 5);
    }

    @Test
    void changes_the_named_digits_only_and_completes_the_answer() {
        for (ContrastPair pair : draw(ADDITION, "A2", Contrast.changing(ADDITION, List.of("F2", "S2")), "A1=1", 200)) {
            assertThat(ADDITION.isWellFormed(pair.contrast())).isTrue();
            for (int position = 0; position <= 9; position++) {
                boolean free = position == 2 || position == 6;
                assertThat(pair.original()[position] != pair.contrast()[position])
                        .isEqualTo(free);
            }
            assertThat(pair.original()[10]).isNotEqualTo(pair.contrast()[10]);
        }
    }

    @Test
    void the_end_is_an_answer_where_one_input_ends_and_the_other_goes_on() {
        List<ContrastPair> pairs = draw(ADDITION, "A4", Contrast.changing(ADDITION, List.of("F1", "S1")), "", 200);
        int eos = ADDITION.vocabulary().eos();
        for (ContrastPair pair : pairs) {
            int[] original = pair.original();
            int[] contrast = pair.contrast();
            boolean ends = original[12] == eos;
            assertThat(contrast[12] == eos).isNotEqualTo(ends); // the last digit of longer sums is the same
            assertThat(PairedAnswer.of(ADDITION, pair, "A4")).contains(new PairedAnswer(12, 12));
        }
        assertThat(pairs).anyMatch(pair -> pair.original()[12] == eos).anyMatch(pair -> pair.contrast()[12] == eos);
        ContrastPair short3 = new ContrastPair(ADDITION.sum(100, 200), ADDITION.sum(300, 200));
        assertThat(PairedAnswer.of(ADDITION, short3, "A4")).isEmpty();
    }

    @Test
    void originals_keep_the_tasks_distribution_however_rare_their_contrasts_are() {
        // a carry into the first digit is rare below 1000 and common above: pairs must not prefer either
        List<ContrastPair> pairs = draw(ADDITION, "A1", Contrast.changing(ADDITION, List.of("F1", "S1")), "", 4000);
        double thousands =
                pairs.stream().filter(pair -> pair.original().length == 14).count() / 4000.0;
        assertThat(thousands).isBetween(0.58, 0.64); // 0.611 of all pairs of operands
    }

    @Test
    void flips_one_letter_of_a_counting_input() {
        for (ContrastPair pair : draw(COUNTING, "answer", Contrast.flipping(COUNTING), "", 200)) {
            assertThat(COUNTING.isWellFormed(pair.contrast())).isTrue();
            int differences = 0;
            for (int position = 0; position < pair.original().length - 2; position++) {
                differences += pair.original()[position] != pair.contrast()[position] ? 1 : 0;
            }
            assertThat(differences).isEqualTo(1);
        }
    }

    @Test
    void a_changed_target_is_another_letter_of_the_input() {
        for (ContrastPair pair : draw(COUNTING, "answer", Contrast.changing(COUNTING, List.of("target")), "", 50)) {
            assertThat(COUNTING.isWellFormed(pair.contrast())).isTrue();
        }
    }

    @Test
    void a_task_of_texts_can_be_changed_without_a_line_of_code() {
        TextTask reverse = new TextTask(
                "r",
                "abc",
                '>',
                3,
                random -> "abc",
                word -> new StringBuilder(word).reverse().toString());
        assertThatThrownBy(() -> draw(reverse, "A1", Contrast.changing(reverse, List.of("P3")), "", 3))
                .hasMessageStartingWith(
                        "number of inputs 3: 0 pairs were found in 2,000 inputs drawn"); // this task draws one prompt
        // only
        assertThatThrownBy(() -> draw(reverse, "A1", Contrast.changing(reverse, List.of("A1")), "", 3))
                .hasMessage(
                        "changed position A1: of Babc>cbaE only P1 P2 P3 > can be changed, what follows is the answer");
        assertThatThrownBy(() -> draw(reverse, "A1", Contrast.flipping(reverse), "", 3))
                .hasMessage(
                        "contrast flip: task r does not say what its smallest change is; contrast inputs can differ at named positions, or be drawn at random");
    }

    @Test
    void says_when_nothing_meets_the_conditions() {
        assertThatThrownBy(() -> draw(ADDITION, "A1", Contrast.random(ADDITION), "A1=1", 2))
                .hasMessageContaining("too few meet the conditions and have a contrast with another A1");
        assertThatThrownBy(() -> Contrast.changing(ADDITION, List.of()))
                .hasMessageStartingWith("changed positions: name those before the answer");
    }

    @Test
    void a_pair_stays_as_it_was_made() {
        int[] original = {1, 2};
        int[] contrast = {1, 3};
        ContrastPair pair = new ContrastPair(original, contrast);
        original[1] = 9;
        pair.contrast()[1] = 9;
        pair.original()[0] = 9;
        contrast[0] = 9;
        assertThat(pair.original()).containsExactly(1, 2);
        assertThat(pair.contrast()).containsExactly(1, 3);
        assertThat(pair.reversed().original()).containsExactly(1, 3);
    }

    @Test
    void measured_values_stay_as_they_were() {
        double[][] patched = {{1, 2}};
        MetricValues values = new MetricValues(new double[] {3, 4}, new double[] {5, 6}, patched, List.of());
        patched[0][0] = 9;
        values.patched()[0][1] = 9;
        values.clean()[0] = 9;
        values.contrast()[0] = 9;
        assertThat(values.effects(0)).containsExactly(2, 2);
        assertThat(values.contrast()).containsExactly(5, 6);
    }
}
