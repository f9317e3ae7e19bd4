package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterCountingTest {

    private final CharacterCounting task = new CharacterCounting();

    private String text(int[] input) {
        return task.vocabulary().decode(input);
    }

    @Test
    void has_the_ids_of_the_paper() {
        assertThat(task.vocabulary().encode("az19|:BEP")).containsExactly(0, 25, 26, 34, 35, 36, 37, 38, 39);
        assertThat(task.vocabulary().size()).isEqualTo(40);
        assertThat(task.maxLength()).isEqualTo(33);
    }

    @Test
    void samples_are_well_formed_and_every_count_is_as_likely() {
        RandomGenerator random = new SplittableRandom(1);
        Map<Character, Integer> counts = new HashMap<>();
        int longest = 0;
        for (int i = 0; i < 9_000; i++) {
            int[] input = task.sample(random);
            String text = text(input);
            assertThat(task.isWellFormed(input)).as(text).isTrue();
            longest = Math.max(longest, input.length);
            counts.merge(text.charAt(text.length() - 2), 1, Integer::sum);
        }
        assertThat(longest).isLessThanOrEqualTo(33).isGreaterThan(30);
        assertThat(counts).hasSize(9);
        assertThat(counts.values()).allMatch(count -> count > 850 && count < 1150);
    }

    @ParameterizedTest
    @CsvSource({
        "vvzccvczvvvzvcvc|v:8, Bvvzccvczvvvzvcvc|v:8E",
        "vvzccvczvvvzvcvc|v:, Bvvzccvczvvvzvcvc|v:8E",
        "aab|b, Baab|b:1E",
        "Baab|b:5E, Baab|b:5E"
    })
    void reads_what_a_user_types_and_fills_in_the_count(String typed, String input) {
        assertThat(text(task.parse(typed))).isEqualTo(input);
    }

    @ParameterizedTest
    @CsvSource({
        "aabb, 'input aabb: there is nothing to count in it; write letters, |, the target letter'",
        "aab|c:, 'input aab|c:: it has the target c 0 times, and this task counts from 1 to 9'",
        "aaaaaaaaaa|a:, has the target a 10 times",
        "abcabcabcabcabcabcabcabcabca|a:9, 'has 28 letters before the bar, and the model reads at most 27'",
        "aA|a:, 'character ''A'' at place 1'"
    })
    void says_what_is_wrong_with_a_text(String typed, String message) {
        assertThatThrownBy(() -> task.parse(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"Baabbc|b:3E", "Baabb|b:2E", "Baabbcd|b:2E", "Baabbc|b:2", "Baabbc|d:1E", "Baaaaaaaaaabc|b:1E"})
    void what_is_no_input_of_the_task_is_not_well_formed(String text) {
        assertThat(task.isWellFormed(task.vocabulary().encode(text))).isFalse();
    }

    @Test
    void names_and_probes_the_target_and_the_colon() {
        int[] input = task.parse("aabbc|b:");
        assertThat(task.namedPositions(input).entrySet())
                .extracting(Map.Entry::toString)
                .containsExactly("|=6", "target=7", ":=8", "answer=9");
        assertThat(task.probedPositions(input)).containsExactly(7, 8);
        assertThat(task.answerStart(input)).isEqualTo(8);
        assertThat(Positions.kinds(task)).containsExactlyInAnyOrder("target", ":");
        assertThat(Positions.resolve(task, input, "target")).isEqualTo(7);
    }

    @Test
    void features_say_what_an_input_has() {
        int[] input = task.parse("babbc|b:");
        Map<String, Object> values = new HashMap<>();
        task.features().forEach(feature -> values.put(feature.name(), feature.of(new NamedInput(task, input))));
        assertThat(values)
                .containsEntry("count of the target", 3L)
                .containsEntry("target letter", "b")
                .containsEntry("length", 5)
                .containsEntry("letters in use", "abc")
                .containsEntry("first letter", "b")
                .containsEntry("last letter", "c")
                .containsEntry("first place of the target", 1);
    }

    @Test
    void inputs_that_a_decoder_made_up_are_no_trouble() {
        for (String text : new String[] {"BE", "B|", "Ba|E", "B", "Baab:|E"}) {
            int[] input = task.vocabulary().encode(text);
            assertThat(task.isWellFormed(input)).isFalse();
            assertThat(task.namedPositions(input).values()).allMatch(position -> position < input.length);
            for (int position : task.probedPositions(input)) {
                assertThat(position).isLessThan(input.length);
            }
        }
    }
}
