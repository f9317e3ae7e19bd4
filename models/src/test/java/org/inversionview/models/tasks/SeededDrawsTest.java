package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A seed's inputs stay what they were when they were still written as texts first: trainings and draws are repeated by seed. */
class SeededDrawsTest {

    static Stream<Arguments> tasks() {
        return Stream.of(
                Arguments.of(new ThreeDigitAddition(), "B214+891=1105E", 1430960381),
                Arguments.of(new CharacterCounting(), "Bqcqqqqrcrqccq|r:2E", -1995250783),
                Arguments.of(
                        new IndirectObject(),
                        "<|endoftext|>Yesterday Carl had a long argument with David at the house. Today Carl brought a map to David[EOS]",
                        309130723),
                Arguments.of(
                        new FactualRecall(),
                        "<|endoftext|>Remember: Set your clock in United Arab Emirates to UTC+4[EOS]",
                        739367781));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_seed_draws_what_it_always_drew(Task task, String first, int hashOfThousand) {
        assertThat(task.vocabulary().decode(task.sample(new SplittableRandom(5))))
                .isEqualTo(first);
        RandomGenerator random = new SplittableRandom(6);
        int hash = IntStream.range(0, 1000)
                .map(i -> Arrays.hashCode(task.sample(random)))
                .reduce(1, (before, next) -> 31 * before + next);
        assertThat(hash).isEqualTo(hashOfThousand);
    }
}
