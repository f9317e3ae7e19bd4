package org.inversionview.models.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;

/** Positions of an input as a user names them: 0 = BOS, negative from the last token before EOS, or by the task's name. */
public final class Positions {

    private static final int INPUTS_FOR_KINDS = 1000;

    private Positions() {}

    /**
     * Returns the position that the text means in this input.
     *
     * @throws InvalidRequestException saying which positions the input has
     */
    public static int resolve(Task task, int[] input, String text) {
        return find(task, input, text)
                .orElseThrow(() -> new InvalidRequestException("position", text, there(task, input)));
    }

    private static String there(Task task, int[] input) {
        int last = last(task, input);
        return "%s has 0 to %s, -%s to -1, and the names %s"
                .formatted(
                        task.vocabulary().decode(input),
                        last,
                        last + 1,
                        String.join(" ", task.namedPositions(input).keySet()));
    }

    /** Returns the position that the text means, or nothing where this input has none such. */
    public static OptionalInt find(Task task, int[] input, String text) {
        int last = last(task, input);
        if (text.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(text);
            int position = number < 0 ? last + 1 + number : number;
            return position >= 0 && position <= last ? OptionalInt.of(position) : OptionalInt.empty();
        }
        Map<String, Integer> names = task.namedPositions(input);
        Integer named = names.get(text);
        return named == null ? OptionalInt.empty() : OptionalInt.of(named);
    }

    /**
     * Returns the text if some inputs of the task have such a position.
     *
     * @throws InvalidRequestException saying which positions there are
     */
    public static String require(Task task, String text) {
        RandomGenerator random = new SplittableRandom(0);
        for (int i = 0; i < INPUTS_FOR_KINDS; i++) {
            if (find(task, task.sample(random), text).isPresent()) {
                return text;
            }
        }
        throw new InvalidRequestException(
                "position", text, "no input of %s has it; %s".formatted(task.name(), there(task, task.sample(random))));
    }

    /** Returns the task's name of a position, or its number where it has none. */
    public static String name(Task task, int[] input, int position) {
        return task.namedPositions(input).entrySet().stream()
                .filter(entry -> entry.getValue() == position)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(String.valueOf(position));
    }

    /** Returns the name of the first position of the answer. */
    public static String firstOfAnswer(Task task) {
        int[] example = task.sample(new SplittableRandom(0));
        return name(task, example, task.answerStart(example) + 1);
    }

    /** Returns the kinds of probed positions that the task's inputs have, named as by {@link #name}, in their order. */
    public static List<String> kinds(Task task) {
        RandomGenerator random = new SplittableRandom(0);
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < INPUTS_FOR_KINDS; i++) {
            int[] input = task.sample(random);
            for (int position : task.probedPositions(input)) {
                first.merge(name(task, input, position), position, Math::min);
            }
        }
        return first.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the position of the last token before EOS, if any. */
    public static int last(Task task, int[] input) {
        boolean ended = input[input.length - 1] == task.vocabulary().eos();
        return input.length - (ended ? 2 : 1);
    }
}
