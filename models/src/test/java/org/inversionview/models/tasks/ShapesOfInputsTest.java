package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a task says of an input's shape is true: inputs of one shape are probed at the same positions of the same names. */
class ShapesOfInputsTest {

    private static final int DRAWN = 3_000;

    static Stream<Task> tasks() {
        return Stream.of(
                new ThreeDigitAddition(),
                new CharacterCounting(),
                new IndirectObject(),
                new FactualRecall(),
                new TextTask(
                        "copy", "ab", '>', 7, random -> "ab".repeat(random.nextInt(1, 4)), prompt -> prompt + "b"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void inputs_of_one_shape_are_probed_alike(Task task) {
        RandomGenerator random = new SplittableRandom(1);
        Map<Object, List<String>> known = new HashMap<>();
        for (int i = 0; i < DRAWN; i++) {
            int[] whole = task.sample(random);
            int[] input = Arrays.copyOf(whole, random.nextBoolean() ? whole.length : random.nextInt(3, whole.length));
            List<String> probed = IntStream.of(task.probedPositions(input))
                    .mapToObj(position -> position + " " + Positions.name(task, input, position))
                    .toList();
            task.shape(input)
                    .ifPresent(shape -> assertThat(known.computeIfAbsent(shape, first -> probed))
                            .isEqualTo(probed));
            assertThat(task.shape(whole)).isPresent();
        }
        assertThat(known).hasSizeBetween(2, DRAWN / 5); // or nothing would be gained
    }
}
