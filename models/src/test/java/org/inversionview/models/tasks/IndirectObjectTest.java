package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndirectObjectTest {

    private static final String MARY = "When Mary and John went to the store, John gave a drink to";

    private final IndirectObject task = new IndirectObject();
    private final RandomGenerator random = new SplittableRandom(0);

    private static String text(Task task, int[] input) {
        return task.vocabulary().decode(task.vocabulary().withoutEnds(input));
    }

    @Test
    void every_token_is_one_of_gpt2s() {
        Vocabulary own = task.vocabulary();
        Vocabulary gpt2 = BytePairs.gpt2();
        for (int id = 0; id < own.size() - 2; id++) { // EOS and padding are added
            assertThat(gpt2.encode(own.token(id))).as(own.token(id)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ioi", "ioi-gpt2"})
    void sentences_are_cut_as_gpt2_cuts_them(String name) {
        Task drawing = new TaskRegistry().named(name);
        for (int i = 0; i < 500; i++) {
            int[] input = drawing.sample(random);
            assertThat(drawing.isWellFormed(input)).isTrue();
            List<String> tokens = BytePairs.gpt2().tokens(BytePairs.gpt2().encode(text(drawing, input)));
            assertThat(drawing.vocabulary().tokens(drawing.vocabulary().withoutEnds(input)))
                    .isEqualTo(tokens);
            assertThat(drawing.parse(text(drawing, input))).isEqualTo(input);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ioi", "ioi-gpt2"})
    void the_answer_is_filled_in(String name) {
        Task reading = new TaskRegistry().named(name);
        int[] input = reading.parse(MARY);
        assertThat(text(reading, input)).isEqualTo(MARY + " Mary");
        assertThat(reading.parse(MARY + " Mary")).isEqualTo(input);
        assertThat(reading.isWellFormed(input)).isTrue();
        assertThat(reading.isWellFormed(reading.parse(MARY + " John"))).isFalse();
        assertThat(reading.namedPositions(input))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "IO", 2, "S1", 4, "S1+1", 5, "S2", 10, "END", 14, "answer", 15, "place", 8, "object", 13));
        assertThat(reading.answerStart(input)).isEqualTo(14);
        assertThat(reading.probedPositions(input)).containsExactly(2, 4, 5, 10, 14);
    }

    @Test
    void features_say_who_is_who() {
        int[] input = task.parse(MARY);
        Map<String, Object> features = new LinkedHashMap<>();
        task.features().forEach(feature -> features.put(feature.name(), feature.of(new NamedInput(task, input))));
        assertThat(features)
                .containsEntry("IO name", "Mary")
                .containsEntry("S name", "John")
                .containsEntry("first", "IO")
                .containsEntry("place", "store")
                .containsEntry("object", "drink")
                .containsEntry("length", 15)
                .containsEntry("sentence", IoiSentences.TEMPLATES.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IO | When (?!Mary)(\\w+) and John went to the store, John gave a drink to \\1",
                "S1,S2 | When Mary and (?!John)(\\w+) went to the store, \\1 gave a drink to Mary",
                "S2 | When Mary and John went to the store, Mary gave a drink to John",
                "IO,S2 | When (?!Mary)(\\w+) and John went to the store, \\1 gave a drink to John",
                "IO,S1,S2 | When (?!Mary)(\\w+) and (?!John)(\\w+) went to the store, \\2 gave a drink to \\1",
                "place | When Mary and John went to the (?!store)\\w+, John gave a drink to Mary",
                "S2,object | When Mary and John went to the store, Mary gave a (?!drink)\\w+ to John"
            })
    void contrasts_keep_the_subject_one_person(String changed, String expected) {
        int[] input = task.parse(MARY);
        for (int i = 0; i < 20; i++) {
            int[] contrast =
                    task.change(input, List.of(changed.split(",")), random).orElseThrow();
            assertThat(text(task, contrast)).matches(expected);
            assertThat(task.isWellFormed(contrast)).isTrue();
        }
    }

    @Test
    void roles_can_be_turned_round() {
        int[] input = task.parse(MARY);
        assertThat(text(task, task.flip(input, random).orElseThrow()))
                .isEqualTo("When Mary and John went to the store, Mary gave a drink to John");
        assertThatThrownBy(() -> task.change(input, List.of("S1"), random))
                .hasMessageStartingWith("changed position S1: the subject would be two people");
    }

    @Test
    void new_subjects_are_subjects_as_often_as_any_name_and_never_the_answer() {
        Task subjects = new TaskRegistry().named("ioi-subjects");
        Set<String> seen = new HashSet<>();
        int hits = 0;
        for (int i = 0; i < 2_000; i++) {
            int[] input = subjects.sample(random);
            assertThat(subjects.isWellFormed(input)).isTrue();
            Map<String, Integer> positions = subjects.namedPositions(input);
            String subject = word(subjects, input, positions.get("S1"));
            assertThat(word(subjects, input, positions.get("S2"))).isEqualTo(subject);
            assertThat(IoiSentences.NEW_NAMES)
                    .doesNotContain(
                            word(subjects, input, positions.get("IO")), word(subjects, input, positions.get("answer")));
            if (IoiSentences.NEW_NAMES.contains(subject)) {
                seen.add(subject);
                hits++;
            }
        }
        assertThat(seen).hasSameSizeAs(IoiSentences.NEW_NAMES);
        assertThat(hits / 2_000.0).isBetween(0.06, 0.12); // 8 of 91 names
    }

    private static String word(Task task, int[] input, @Nullable Integer position) {
        return task.vocabulary().token(input[Objects.requireNonNull(position)]).strip();
    }

    @Test
    void variations_have_only_what_is_new() {
        Set<String> names = new HashSet<>(IoiSentences.NEW_NAMES);
        Map<String, Task> variations = task.variations();
        for (int i = 0; i < 200; i++) {
            int[] input = Objects.requireNonNull(variations.get("new names")).sample(random);
            assertThat(task.isWellFormed(input)).isTrue();
            String text = text(task, input);
            assertThat(names.stream().filter(text::contains).count()).isEqualTo(2);
            int[] other =
                    Objects.requireNonNull(variations.get("new sentences")).sample(random);
            assertThat(task.isWellFormed(other)).isTrue();
            Object sentence = task.features().get(3).of(new NamedInput(task, other));
            assertThat(IoiSentences.NEW_TEMPLATES).contains(sentence.toString());
        }
        assertThat(IoiSentences.NAMES).doesNotContainAnyElementsOf(names);
    }

    @Test
    void what_is_no_sentence_of_the_task_can_be_asked_about_all_the_same() {
        int[] input = task.parse("Then, Mary went to");
        assertThat(text(task, input)).isEqualTo("Then, Mary went to");
        assertThat(task.namedPositions(input)).isEmpty();
        assertThat(task.isWellFormed(input)).isFalse();

        Task gpt2 = new TaskRegistry().named("ioi-gpt2");
        assertThat(text(gpt2, gpt2.parse("The Eiffel Tower is in"))).isEqualTo("The Eiffel Tower is in");
    }

    @Test
    void a_word_that_it_does_not_know_is_named() {
        assertThatThrownBy(() -> task.parse("When Mary and Xavier went to the store, Xavier"))
                .hasMessageContaining("' Xavier' at place 13 is not in the vocabulary, which has When");
    }

    /** Any text of GPT-2's is asked about as it was written: spaces in a row, at its ends, tabs, lines, quotation marks. */
    @Test
    void a_text_comes_back_as_it_was_written() {
        Task task = new TaskRegistry().named("ioi-gpt2");
        SplittableRandom random = new SplittableRandom(7);
        String characters = "abc XYZ  \t\n\"'\\/;.,ä€😀漢";
        int[] points = characters.codePoints().toArray();
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            int[] input = task.parse(text.toString());
            assertThat(task.vocabulary().decode(task.vocabulary().withoutEnds(input)))
                    .isEqualTo(text.toString());
        }
    }
}
