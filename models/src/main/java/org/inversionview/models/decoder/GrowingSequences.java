package org.inversionview.models.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.tokens.Vocabulary;

/** The sequences of one sampling: begun with BOS, ended by EOS or by the longest length. */
final class GrowingSequences {

    private final int[][] ids;
    private final int[] lengths;
    private final int eos;

    GrowingSequences(int rows, int longest, Vocabulary vocabulary) {
        this.ids = new int[rows][longest];
        this.lengths = new int[rows];
        this.eos = vocabulary.eos();
        for (int row = 0; row < rows; row++) {
            ids[row][lengths[row]++] = vocabulary.bos();
        }
    }

    /** Returns the last token of each of the rows. */
    long[] last(int[] rows) {
        return Arrays.stream(rows).mapToLong(row -> ids[row][lengths[row] - 1]).toArray();
    }

    /** Appends one token to each of the rows that has not ended. */
    void append(int[] rows, int[] tokens) {
        for (int i = 0; i < rows.length; i++) {
            if (isGrowing(rows[i])) {
                ids[rows[i]][lengths[rows[i]]++] = tokens[i];
            }
        }
    }

    private boolean isGrowing(int row) {
        return lengths[row] < ids[row].length && (ids[row][lengths[row] - 1] != eos || lengths[row] == 1);
    }

    /** Returns which of the rows have not ended, as indices into {@code rows}. */
    int[] growing(int[] rows) {
        return IntStream.range(0, rows.length).filter(i -> isGrowing(rows[i])).toArray();
    }

    List<int[]> toList() {
        return IntStream.range(0, ids.length)
                .mapToObj(row -> Arrays.copyOf(ids[row], lengths[row]))
                .toList();
    }
}
