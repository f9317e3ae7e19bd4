package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;

/** How most tasks change an input at named positions. */
final class Contrasts {

    private static final int DRAWS = 20;

    private Contrasts() {}

    static Optional<int[]> change(Task task, int[] input, List<String> names, RandomGenerator random) {
        Vocabulary vocabulary = task.vocabulary();
        int start = task.answerStart(input);
        int[] prompt = Arrays.copyOf(input, start + 1);
        for (String name : names) {
            int position = Positions.resolve(task, input, name);
            if (position < 1 || position > start) {
                throw new InvalidRequestException(
                        "changed position",
                        name,
                        "of %s only %s can be changed, what follows is the answer"
                                .formatted(vocabulary.decode(input), changeable(task, input)));
            }
            OptionalInt token = otherToken(task, name, input[position], random);
            if (token.isEmpty()) {
                return Optional.empty();
            }
            prompt[position] = token.getAsInt();
        }
        try {
            return Optional.of(task.parse(vocabulary.decode(vocabulary.withoutEnds(prompt))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the new tokens make no input, such as a target that does not occur
        }
    }

    /** Returns another token than the given one that inputs of the task have at that position, if one was drawn. */
    private static OptionalInt otherToken(Task task, String name, int token, RandomGenerator random) {
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] other = task.sample(random);
            OptionalInt position = Positions.find(task, other, name);
            if (position.isPresent() && other[position.getAsInt()] != token) {
                return OptionalInt.of(other[position.getAsInt()]);
            }
        }
        return OptionalInt.empty();
    }

    private static String changeable(Task task, int[] input) {
        return task.namedPositions(input).entrySet().stream()
                .filter(entry -> entry.getValue() >= 1 && entry.getValue() <= task.answerStart(input))
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }
}
