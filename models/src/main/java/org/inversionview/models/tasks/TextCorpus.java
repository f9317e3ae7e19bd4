package org.inversionview.models.tasks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Texts of the user's own as inputs, in GPT-2's tokens where nobody says another's: windows of so many tokens at most, from texts drawn in proportion to their
 * length. There are no answers.
 *
 * <pre>{@code
 * Tasks.register(TextCorpus.ofLines("letters", Path.of("letters.txt"), 24));
 * }</pre>
 */
public final class TextCorpus implements Task {

    private static final int PIECE = 1 << 16; // characters that are cut into tokens at once

    private final String name;
    private final CorpusText text;
    private final Vocabulary vocabulary;
    private final int window;
    private final int[][] texts; // token ids of each
    private final long[] ends; // how many windows begin in a text or before

    /**
     * Cuts texts into tokens.
     *
     * @param name letters, digits and hyphens
     * @param texts each an input or a source of several
     * @param window tokens of an input at most, BOS and EOS not counted, from 1
     * @throws InvalidRequestException if there is no text with a token in it
     * @throws CancellationException if the thread is interrupted meanwhile
     */
    public TextCorpus(String name, List<String> texts, int window) {
        this(name, CorpusText.of(name, texts), window);
    }

    /** As above. */
    public TextCorpus(String name, CorpusText text, int window) {
        this(name, text, window, BytePairs.gpt2());
    }

    /**
     * As above, in the tokens of another vocabulary.
     *
     * @param vocabulary one that says any text
     */
    public TextCorpus(String name, CorpusText text, int window, Vocabulary vocabulary) {
        this.name = name;
        this.text = text;
        this.vocabulary = vocabulary;
        this.window = window;
        this.texts = text.texts().stream().map(this::encoded).toArray(int[][]::new);
        if (window < 1 || texts.length == 0) {
            throw new InvalidRequestException(
                    "corpus",
                    name,
                    "it has %s texts with a token in them, and windows of %s; at least 1 of each"
                            .formatted(texts.length, window));
        }
        this.ends = new long[texts.length];
        long sum = 0;
        for (int i = 0; i < ends.length; i++) {
            sum += Math.max(1, texts[i].length - window + 1);
            ends[i] = sum;
        }
    }

    /**
     * Returns a corpus whose texts are the lines of a file, in UTF-8; blank ones are left out.
     *
     * @throws InvalidRequestException if the file is no text
     */
    public static TextCorpus ofLines(String name, Path file, int window) throws IOException {
        return new TextCorpus(name, CorpusText.lines(file), window);
    }

    /** Cuts a text into tokens, a long one in pieces, between two words where it has any. */
    private int[] encoded(String text) {
        IntStream.Builder ids = IntStream.builder();
        int from = 0;
        while (from < text.length()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while corpus %s was cut into tokens".formatted(name));
            }
            int to = endOfPiece(text, from);
            IntStream.of(vocabulary.encode(text.substring(from, to))).forEach(ids);
            from = to;
        }
        return ids.build().toArray();
    }

    private static int endOfPiece(String text, int from) {
        if (text.length() - from <= PIECE) {
            return text.length();
        }
        int space = text.lastIndexOf(' ', from + PIECE);
        int end = space > from ? space : from + PIECE;
        return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
    }

    /** Returns the same texts in the tokens of another vocabulary. */
    public TextCorpus in(Vocabulary other) {
        return new TextCorpus(name, text, window, other);
    }

    /** Returns what it was made of. */
    public CorpusText text() {
        return text;
    }

    /** Returns how many tokens an input has at most, BOS and EOS not counted. */
    public int window() {
        return window;
    }

    /** Returns the texts cut into windows that follow each other, so that every token stands in one; as inputs. */
    public Stream<int[]> windows() {
        return Arrays.stream(texts)
                .flatMap(ids -> IntStream.iterate(0, from -> from < ids.length, from -> from + window)
                        .mapToObj(from -> window(ids, from)));
    }

    private int[] window(int[] ids, int from) {
        return vocabulary.withEnds(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + window)));
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
        int place = found < 0 ? -found - 1 : found;
        return window(texts[place], (int) (drawn - (place == 0 ? 0 : ends[place - 1])));
    }
}
