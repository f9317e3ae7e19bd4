package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmallChangesTest {

    private static final int TRIES = 2000;

    static List<Task> tasks() {
        return List.of(
                new ThreeDigitAddition(),
                new CharacterCounting(),
                new IndirectObject(),
                new TextCorpus(
                        "words", List.of("one two three four five six", "seven eight nine ten eleven twelve"), 4));
    }

    /** What a thousand draws of either kind of change lead to, from inputs of the task. */
    private static List<int[]> changed(Task task, boolean token) {
        RandomGenerator random = new SplittableRandom(1);
        SmallChanges changes = new SmallChanges(task);
        List<int[]> changed = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            int[] input = task.sample(random);
            int[] other = task.sample(random);
            (token ? changes.token(input, other, random) : changes.stretch(input, other, random))
                    .ifPresent(changed::add);
        }
        return changed;
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void inputs_of_the_task_stay_inputs_of_it(Task task) {
        for (boolean token : new boolean[] {true, false}) {
            assertThat(changed(task, token))
                    .hasSizeGreaterThan(TRIES / 100)
                    .allMatch(task::isWellFormed)
                    .allMatch(input -> input.length <= task.maxLength());
        }
    }

    @Test
    void one_digit_is_redrawn_and_the_sum_completed() {
        ThreeDigitAddition task = new ThreeDigitAddition();
        SmallChanges changes = new SmallChanges(task);
        int[] input = task.sum(615, 861);
        RandomGenerator random = new SplittableRandom(2);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            changes.token(input, task.sample(random), random).ifPresent(changed -> {
                int[] differing = IntStream.rangeClosed(1, 8)
                        .filter(position -> changed[position] != input[position])
                        .toArray();
                assertThat(differing).hasSize(1);
                places.add(differing[0]);
            });
        }
        assertThat(places).contains(1, 2, 3, 5, 6, 7).doesNotContain(4, 8);
    }

    @Test
    void a_stretch_is_the_other_inputs() {
        ThreeDigitAddition task = new ThreeDigitAddition();
        SmallChanges changes = new SmallChanges(task);
        int[] input = task.sum(111, 111);
        int[] other = task.sum(999, 999);
        RandomGenerator random = new SplittableRandom(3);
        for (int i = 0; i < TRIES; i++) {
            int[] changed = changes.stretch(input, other, random).orElseThrow();
            String prompt = task.vocabulary().decode(Arrays.copyOf(changed, 9));
            assertThat(prompt).matches("B1*9*\\+?9*1*\\+?1*9*1*=");
        }
    }

    @Test
    void a_longer_ending_may_take_the_place_of_a_shorter_one() {
        Task task = new CharacterCounting();
        SmallChanges changes = new SmallChanges(task);
        RandomGenerator random = new SplittableRandom(4);
        int[] input = task.parse("abc|a");
        int[] other = task.parse("abcaabbcc|a");
        assertThat(IntStream.range(0, TRIES)
                        .boxed()
                        .flatMap(i -> changes.stretch(input, other, random).stream())
                        .map(changed -> changed.length))
                .contains(other.length);
    }

    @Test
    void a_text_that_is_no_input_of_the_task_is_changed_freely() {
        Task task = new IndirectObject.Gpt2();
        SmallChanges changes = new SmallChanges(task);
        int[] input = task.vocabulary().withEnds(task.vocabulary().encode("The tower stands in Paris"));
        int[] other = task.vocabulary().withEnds(task.vocabulary().encode("A river flows through Rome"));
        assertThat(changes.isFree(input)).isTrue();
        assertThat(changes.isFree(task.parse(task.examples().get(0)))).isFalse();
        RandomGenerator random = new SplittableRandom(5);
        List<String> texts = IntStream.range(0, TRIES)
                .boxed()
                .flatMap(i -> changes.token(input, other, random).stream())
                .map(changed -> task.vocabulary().decode(task.vocabulary().withoutEnds(changed)))
                .toList();
        assertThat(texts).contains("The river stands in Paris", "The tower stands in Rome");
    }
}
