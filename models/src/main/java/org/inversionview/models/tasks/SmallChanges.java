package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Changes an input a little: one token, or a stretch, with the answer completed anew. What was an input of the task stays one;
 * where there is no answer, and in a text that is none of the task's inputs, any token may follow any other.
 */
public final class SmallChanges {

    private final Task task;

    public SmallChanges(Task task) {
        this.task = task;
    }

    /** Returns whether any token may stand anywhere in the input, so that nothing is to be completed. */
    public boolean isFree(int[] input) {
        return task.answerStart(input) == 0 || !task.isWellFormed(input);
    }

    /**
     * Returns the input with one token redrawn: as the task changes a position that it names; elsewhere as another input has it
     * at that place, or as the input itself has it at another. Nothing where this draw led to no input.
     *
     * @param other any input, such as one drawn from the task
     */
    public Optional<int[]> token(int[] input, int[] other, RandomGenerator random) {
        int end = end(input);
        int position = random.nextInt(1, end + 1);
        boolean free = isFree(input);
        Optional<String> name = free ? Optional.empty() : name(input, position);
        if (name.isPresent()) {
            return changed(input, name.get(), random);
        }
        int[] from = free || random.nextBoolean() ? other : input;
        int place = from == input ? random.nextInt(1, end + 1) : position;
        if (place > end(from) || from[place] == input[position]) {
            return Optional.empty();
        }
        int[] changed = Arrays.copyOf(input, end + 1);
        changed[position] = from[place];
        return completed(changed, free);
    }

    /** Returns the input with a stretch of another's in its place, or with all that follows some token there. */
    public Optional<int[]> stretch(int[] input, int[] other, RandomGenerator random) {
        int first = random.nextInt(1, end(input) + 1);
        int otherEnd = end(other);
        if (first > otherEnd) {
            return Optional.empty();
        }
        int last = random.nextInt(first, otherEnd + 1);
        int end = last == otherEnd ? last : Math.max(last, end(input));
        int[] changed = Arrays.copyOf(input, end + 1);
        System.arraycopy(other, first, changed, first, last - first + 1);
        return completed(changed, isFree(input));
    }

    /** Returns the last position before the answer; of a free input, before EOS. */
    private int end(int[] input) {
        return isFree(input) ? Positions.last(task, input) : task.answerStart(input);
    }

    private Optional<String> name(int[] input, int position) {
        return task.namedPositions(input).entrySet().stream()
                .filter(entry -> entry.getValue() == position)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<int[]> changed(int[] input, String name, RandomGenerator random) {
        try {
            return task.change(input, List.of(name), random).filter(task::isWellFormed);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a position that never changes alone
        }
    }

    private Optional<int[]> completed(int[] prompt, boolean free) {
        Vocabulary vocabulary = task.vocabulary();
        int[] bare = Arrays.copyOfRange(prompt, 1, prompt.length);
        if (free) {
            return Optional.of(vocabulary.withEnds(bare));
        }
        try {
            return Optional.of(task.parse(vocabulary.decode(bare))).filter(task::isWellFormed);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the new tokens make no input
        }
    }
}
