package org.inversionview.models.tasks;

import java.util.List;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;

/** Texts of a vocabulary of which nothing else is known: any of them is an input, none has an answer, and none can be drawn. */
public final class AnyText implements Task {

    private final String name;
    private final Vocabulary vocabulary;
    private final int longest;

    /**
     * Makes the task.
     *
     * @param name letters, digits and hyphens
     * @param longest tokens of an input, BOS and EOS counted
     */
    public AnyText(String name, Vocabulary vocabulary, int longest) {
        this.name = name;
        this.vocabulary = vocabulary;
        this.longest = longest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int maxLength() {
        return longest;
    }

    @Override
    public boolean readsAnyText() {
        return true;
    }

    /**
     * Draws nothing.
     *
     * @throws InvalidRequestException always, saying what to do instead
     */
    @Override
    public int[] sample(RandomGenerator random) {
        throw new InvalidRequestException(
                "inputs of task",
                name,
                "nobody knows which texts this model was made for, so none can be drawn: name a corpus");
    }

    @Override
    public List<String> examples() {
        return List.of("any text");
    }
}
