package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;

/**
 * What a probed model was trained on, and what a decoder samples: a distribution of inputs over a vocabulary.
 *
 * <p>An input is an array of token ids that begins with BOS and ends with EOS. The first four methods are all that
 * training needs; each of the others makes the tool speak the task's language: names instead of numbers, answers filled
 * in, features to count. For a task of short texts, {@link TextTask} implements all of them.
 *
 * <p>A task is known by its name once it was given to {@link Tasks#register}.
 */
public interface Task {

    /** Returns the task's name, by which a person asks for it and a model's card names it: letters, digits and hyphens. */
    String name();

    Vocabulary vocabulary();

    /** Returns the length in tokens of the longest input, BOS and EOS counted. */
    int maxLength();

    /**
     * Returns whether any text of the vocabulary is an input, beside those that are drawn; of no more tokens than the model
     * reads.
     */
    default boolean readsAnyText() {
        return false;
    }

    /**
     * Returns every input of the task, each once, where they are as likely as each other and can be listed: with them the exact
     * preimage is at hand. Nothing by default.
     */
    default Optional<Stream<int[]>> inputs() {
        return Optional.empty();
    }

    /**
     * Returns an input drawn from the task's distribution, of at most {@link #maxLength} tokens: of the generator's numbers and
     * nothing else, because a training draws in a thread of its own.
     */
    int[] sample(RandomGenerator random);

    /**
     * Returns the position (0 = BOS) just before the first token of the answer: what precedes it is the prompt.
     *
     * <p>The default, 0, takes the whole input for the answer.
     */
    default int answerStart(int[] input) {
        return 0;
    }

    /**
     * Returns whether a probed model learns to predict the answers alone, rather than every token.
     *
     * <p>True where the prompt is random and long, and nothing could be learned from it.
     */
    default boolean learnsAnswersOnly() {
        return false;
    }

    /**
     * Returns the positions whose activations a decoder learns to invert, in ascending order and without BOS.
     *
     * <p>The default is every position up to the last one before EOS.
     */
    default int[] probedPositions(int[] input) {
        return IntStream.rangeClosed(1, Positions.last(this, input)).toArray();
    }

    /**
     * Returns the input that a text means; BOS and EOS may be left out, and where the task can, the answer too.
     *
     * @throws InvalidRequestException saying what is wrong with the text and what is allowed
     */
    default int[] parse(String text) {
        Vocabulary vocabulary = vocabulary();
        int[] bare = vocabulary.withoutEnds(vocabulary.read(text));
        if (bare.length + 2 > maxLength()) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "it has %s tokens, and the model reads at most %s beside BOS and EOS"
                            .formatted(bare.length, maxLength() - 2));
        }
        return vocabulary.withEnds(bare);
    }

    /** Returns the task's own names of an input's positions, in order: for example {@code A1 → 9}. */
    default Map<String, Integer> namedPositions(int[] input) {
        return Map.of();
    }

    /**
     * Returns what decides where an input is probed and what these positions are called: inputs for which it is equal are alike in
     * both, so that a training, which asks of thousands of inputs a second, looks it up once. Where it is nothing, which is the
     * default, each input is looked at.
     */
    default Optional<Object> shape(int[] input) {
        return Optional.empty();
    }

    /** Returns whether the tokens form an input of this task, with the right answer. */
    default boolean isWellFormed(int[] input) {
        Vocabulary vocabulary = vocabulary();
        return input.length > 2 && input[0] == vocabulary.bos() && input[input.length - 1] == vocabulary.eos();
    }

    /**
     * Returns what can be said of a well-formed input: the hypotheses that a reading of an activation is made of.
     *
     * <p>The default has the ends, the length, and the tokens about a matched position.
     */
    default List<Feature> features() {
        return TextFeatures.all();
    }

    /**
     * Returns the same task with inputs that no training draws, by what is new in them: a probed model is measured on each.
     *
     * <p>None by default: then only inputs are held out whose parts training has seen.
     */
    default Map<String, Task> variations() {
        return Map.of();
    }

    /**
     * Returns an input with other tokens at the named positions and all else as it was, the answer completed anew; nothing
     * where this draw led to no input of the task.
     *
     * <p>The default takes the new tokens from inputs drawn from the task, and lets {@link #parse} complete the answer.
     *
     * @param names of positions before the answer
     * @throws InvalidRequestException if the input has no such position, or the position belongs to the answer
     */
    default Optional<int[]> change(int[] input, List<String> names, RandomGenerator random) {
        return Contrasts.change(this, input, names, random);
    }

    /**
     * Returns an input that differs as little as the task allows and has another answer; nothing where this draw led to none.
     *
     * @throws InvalidRequestException if the task knows no such inputs, which is the default
     */
    default Optional<int[]> flip(int[] input, RandomGenerator random) {
        throw new InvalidRequestException(
                "contrast",
                "flip",
                "task %s does not say what its smallest change is; contrast inputs can differ at named positions, or be drawn at random"
                        .formatted(name()));
    }

    /** Returns a few inputs, as a user would type them, for help and error messages. */
    default List<String> examples() {
        RandomGenerator random = new SplittableRandom(0);
        return Stream.generate(() -> sample(random))
                .limit(3)
                .map(input -> vocabulary().decode(vocabulary().withoutEnds(Arrays.copyOf(input, input.length))))
                .toList();
    }
}
