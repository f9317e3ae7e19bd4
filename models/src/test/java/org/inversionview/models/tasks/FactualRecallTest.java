package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.tasks.FactTable.Fact;
import org.inversionview.models.tasks.FactTable.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactualRecallTest {

    private static final String KENYA = "People in Kenya pay with the";
    private static final String GENERAL = "The train from Costa Rica was late again.";
    private static final int DRAWN = 2_000;

    private final FactualRecall task = new FactualRecall();
    private final RandomGenerator random = new SplittableRandom(0);

    private String text(int[] input) {
        return task.vocabulary().decode(task.vocabulary().withoutEnds(input));
    }

    private Map<String, Object> features(int[] input) {
        Map<String, Object> features = new LinkedHashMap<>();
        task.features().forEach(feature -> features.put(feature.name(), feature.of(new NamedInput(task, input))));
        return features;
    }

    @Test
    void what_is_drawn_is_true_and_can_be_written_again() {
        int general = 0;
        for (int i = 0; i < DRAWN; i++) {
            int[] input = task.sample(random);
            assertThat(input).hasSizeLessThanOrEqualTo(task.maxLength());
            assertThat(task.isWellFormed(input)).as(text(input)).isTrue();
            assertThat(task.parse(text(input))).isEqualTo(input);
            general += "none".equals(features(input).get("relation")) ? 1 : 0;
        }
        assertThat(general).isBetween(DRAWN / 6, DRAWN / 4); // a fifth
    }

    @Test
    void the_answer_is_one_token_and_is_filled_in() {
        int[] input = task.parse(KENYA);
        assertThat(text(input)).isEqualTo(KENYA + " Kenyan Shilling");
        assertThat(task.parse(KENYA + " Kenyan Shilling")).isEqualTo(input);
        assertThat(task.namedPositions(input)).isEqualTo(Map.of("S", 3, "END", 6, "answer", 7));
        assertThat(task.answerStart(input)).isEqualTo(6);
        assertThat(task.probedPositions(input)).containsExactly(3, 6);
        assertThat(task.isWellFormed(input)).isTrue();
        assertThat(task.isWellFormed(task.parse(KENYA + " Euro"))).isFalse();
    }

    @Test
    void a_subject_of_several_tokens_is_asked_about_at_its_last() {
        int[] input = task.parse("The language of Papua New Guinea is");
        assertThat(text(input)).endsWith(" is Tok Pisin");
        assertThat(task.namedPositions(input)).isEqualTo(Map.of("R", 2, "S", 6, "END", 7, "answer", 8));
        assertThat(features(input)).containsEntry("subject", "Papua New Guinea"); // not Guinea
    }

    @Test
    void a_general_sentence_states_nothing() {
        int[] input = task.parse(GENERAL);
        assertThat(text(input)).isEqualTo(GENERAL);
        assertThat(task.isWellFormed(input)).isTrue();
        assertThat(task.namedPositions(input)).isEqualTo(Map.of("S", 5));
        assertThat(task.probedPositions(input)).containsExactly(5);
        assertThat(task.answerStart(input)).isEqualTo(Positions.last(task, input));
        assertThat(features(input))
                .containsEntry("relation", "none")
                .containsEntry("answer", "")
                .containsEntry("continent of S", "Americas");
    }

    @Test
    void any_text_of_its_words_can_be_asked_about() {
        int[] input = task.parse("The people of the city");
        assertThat(task.isWellFormed(input)).isFalse();
        assertThat(task.namedPositions(input)).isEmpty();
        assertThat(task.probedPositions(input)).containsExactly(5);
        assertThat(features(input)).containsEntry("subject", "").containsEntry("phrasing", "another");
        assertThat(text(task.parse("Fact: The timezone of Kosovo is"))).endsWith("is"); // CLDR has none
        assertThat(task.isWellFormed(task.parse("Fact: The timezone of Kosovo is")))
                .isFalse();
        assertThatThrownBy(() -> task.parse("People in Narnia pay")).hasMessageContaining("' Narnia' at place 9");
        assertThatThrownBy(() -> task.parse("The" + " the".repeat(task.maxLength())))
                .hasMessageContaining("the model reads at most");
    }

    @Test
    void features_are_the_subject_and_all_that_is_known_of_it() {
        assertThat(features(task.parse("Fact: The currency of Japan is")))
                .containsEntry("subject", "Japan")
                .containsEntry("continent of S", "Asia")
                .containsEntry("region of S", "Eastern Asia")
                .containsEntry("currency of S", "Japanese Yen")
                .containsEntry("language of S", "Japanese")
                .containsEntry("script of S", "Japanese")
                .containsEntry("offset of S", "UTC+9")
                .containsEntry("timezone of S", "Tokyo")
                .containsEntry("weekday of S", "Sunday")
                .containsEntry("relation", "currency")
                .containsEntry("answer", "Japanese Yen")
                .containsEntry("phrasing", "Fact: The currency of {S} is")
                .containsEntry("length", 8);
    }

    @Test
    void conditions_can_be_about_relations_and_attributes() {
        int[] input = task.parse(KENYA);
        assertThat(Condition.parse(task, "relation=currency & continent of S=Africa & S=Kenya")
                        .test(input))
                .isTrue();
        assertThat(Condition.parse(task, "relation=language").test(input)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The currency of Costa Rica is | S | The currency of (?!Costa Rica)\\S+ \\S+ is .+",
                "The currency of Costa Rica is | R | The (?!currency)\\w+ of Costa Rica is .+",
                "The currency of Kenya is | S,R | The (?!currency)\\w+ of (?!Kenya)\\S+ is .+",
                "The train from Costa Rica was late again. | S | The train from (?!Costa Rica)\\S+ \\S+ was late again[.]"
            })
    void a_change_keeps_the_rest(String text, String changed, String expected) {
        int[] input = task.parse(text);
        int found = 0;
        for (int i = 0; i < 40; i++) {
            Optional<int[]> contrast = task.change(input, List.of(changed.split(",")), random);
            if (contrast.isPresent() && task.isWellFormed(contrast.get())) {
                assertThat(contrast.get()).hasSameSizeAs(input);
                assertThat(text(contrast.get())).matches(expected);
                found++;
            }
        }
        assertThat(found).isGreaterThan(10);
    }

    @Test
    void a_flip_is_another_subject_with_another_answer() {
        int[] input = task.parse("The weekday of Kenya is");
        int found = 0;
        for (int i = 0; i < 60; i++) {
            Optional<int[]> flipped = task.flip(input, random);
            if (flipped.isPresent()) {
                assertThat(text(flipped.get())).matches("The weekday of \\S+ is (Mon|Satur|Fri)day");
                found++;
            }
        }
        assertThat(found).isGreaterThan(10);
        assertThat(task.flip(task.parse(GENERAL), random)).isEmpty();
    }

    @Test
    void training_draws_neither_held_out_facts_nor_new_phrasings() {
        FactTable table = FactTable.read();
        Map<String, Task> variations = task.variations();
        assertThat(variations).containsOnlyKeys("new phrasings", "facts that follow", "facts to guess");
        assertThat(drawn(task)).isSubsetOf(said(table.facts(Kind.TRAINED)));
        assertThat(drawn(variation("new phrasings"))).isSubsetOf(said(table.facts(Kind.TRAINED)));
        assertThat(drawn(variation("facts that follow"))).isSubsetOf(said(table.facts(Kind.INFERRED)));
        assertThat(drawn(variation("facts to guess"))).isSubsetOf(said(table.facts(Kind.GUESSED)));
        assertThat(phrasings(variation("new phrasings"))).doesNotContainAnyElementsOf(phrasings(task));
        assertThat(phrasings(variation("facts to guess"))).isSubsetOf(phrasings(task));
    }

    private Task variation(String name) {
        return Objects.requireNonNull(task.variations().get(name), name);
    }

    private static List<String> said(List<Fact> facts) {
        return facts.stream()
                .map(fact -> fact.subject().name() + " " + fact.relation().noun())
                .toList();
    }

    private List<String> drawn(Task variation) {
        return random.ints(DRAWN)
                .mapToObj(i -> features(variation.sample(random)))
                .filter(features -> !"none".equals(features.get("relation")))
                .map(features -> features.get("subject") + " " + features.get("relation"))
                .distinct()
                .toList();
    }

    private List<String> phrasings(Task variation) {
        return random.ints(DRAWN)
                .mapToObj(i -> String.valueOf(features(variation.sample(random)).get("phrasing")))
                .distinct()
                .toList();
    }

    @Test
    void examples_are_prompts() {
        assertThat(task.examples()).allMatch(example -> task.isWellFormed(task.parse(example)));
    }
}
