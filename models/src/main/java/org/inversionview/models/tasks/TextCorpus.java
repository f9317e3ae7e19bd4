package org.inversionview.models.tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Texts of the user's own as inputs of GPT-2: windows of so many tokens at most, from texts drawn in proportion to their
 * length. There are no answers.
 *
 * <pre>{@code
 * Tasks.register(TextCorpus.ofLines("letters", Path.of("letters.txt"), 24));
 * }</pre>
 */
public final class TextCorpus implements Task {

    private final String name;
    private final Vocabulary vocabulary = BytePairs.gpt2();
    private final int window;
    private final int[][] texts; // token ids of each
    private final long[] ends; // how many windows begin in a text or before

    /**
     * Reads texts.
     *
     * @param name letters, digits and hyphens
     * @param texts each an input or a source of several
     * @param window tokens of an input at most, BOS and EOS not counted, from 1
     * @throws InvalidRequestException if there is no text with a token in it
     */
    public TextCorpus(String name, List<String> texts, int window) {
        this.name = name;
        this.window = window;
        this.texts = texts.stream()
                .map(vocabulary::encode)
                .filter(ids -> ids.length > 0)
                .toArray(int[][]::new);
        if (window < 1 || this.texts.length == 0) {
            throw new InvalidRequestException(
                    "corpus",
                    name,
                    "it has %s texts with a token in them, and windows of %s; at least 1 of each"
                            .formatted(this.texts.length, window));
        }
        this.ends = new long[this.texts.length];
        long sum = 0;
        for (int i = 0; i < ends.length; i++) {
            sum += windows(this.texts[i]);
            ends[i] = sum;
        }
    }

    /** Returns a corpus whose texts are the lines of a file, in UTF-8; blank ones are left out. */
    public static TextCorpus ofLines(String name, Path file, int window) throws IOException {
        try (var lines = Files.lines(RegularFile.require(file))) {
            return new TextCorpus(name, lines.filter(line -> !line.isBlank()).toList(), window);
        } catch (UncheckedIOException e) {
            throw new IOException("%s cannot be read as text in UTF-8".formatted(file), e);
        }
    }

    private int windows(int[] ids) {
        return Math.max(1, ids.length - window + 1);
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
        return window + 2;
    }

    @Override
    public int[] sample(RandomGenerator random) {
        long drawn = random.nextLong(ends[ends.length - 1]);
        int found = Arrays.binarySearch(ends, drawn + 1);
        int text = found < 0 ? -found - 1 : found;
        int from = (int) (drawn - (text == 0 ? 0 : ends[text - 1]));
        int[] ids = texts[text];
        return vocabulary.withEnds(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + window)));
    }

    @Override
    public List<Feature> features() {
        return List.of(
                new Feature("first token", input -> vocabulary.token(input[1])),
                new Feature("last token", input -> vocabulary.token(input[Positions.last(this, input)])),
                new Feature("length", input -> Positions.last(this, input)));
    }
}
