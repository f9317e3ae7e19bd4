package org.inversionview.models.tasks;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.inversionview.models.tokens.Vocabulary;

/**
 * What a probed model was trained on, and what a decoder samples: a distribution of inputs over a vocabulary.
 *
 * <p>An input is an array of token ids that begins with BOS and ends with EOS.
 */
public interface Task {

    /** Returns the task's name, as in {@code %model} and in a model's card. */
    String name();

    Vocabulary vocabulary();

    /** Returns the length in tokens of the longest input, BOS and EOS counted. */
    int maxLength();

    /** Returns an input drawn from the task's distribution. */
    int[] sample(RandomGenerator random);

    /**
     * Returns the input that a text means; BOS and EOS may be left out, and so may the answer, which is then completed.
     *
     * @throws IllegalArgumentException saying what is wrong with the text and what is allowed
     */
    int[] parse(String text);

    /** Returns the position (0 = BOS) just before the first token of the answer: what precedes it is the prompt. */
    int answerStart(int[] input);

    /** Returns the task's own names of an input's positions, in order: for example {@code A1 → 9}. */
    Map<String, Integer> namedPositions(int[] input);

    /** Returns whether the tokens form an input of this task, with the right answer. */
    boolean isWellFormed(int[] input);

    /** Returns a few inputs, as a user would type them, for help and error messages. */
    List<String> examples();
}
