package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * Where each input's activations stand in a file. Shares its arrays.
 *
 * @param lengths of the inputs, EOS counted
 * @param rows how many positions of each are kept
 * @param starts where each input's activations begin, in floats, and where the last one's end
 * @param blocks where each block of inputs begins, and where the last one ends
 */
record PoolLayout(int[] lengths, int[] rows, long[] starts, long[] blocks) {

    static PoolLayout of(InputPool pool, ProbedModel model) {
        int[] lengths =
                pool.distinct().stream().mapToInt(one -> one.input().length).toArray();
        int[] rows = pool.distinct().stream()
                .mapToInt(one -> Positions.last(model.task(), one.input()) + 1)
                .toArray();
        long[] starts = SiteActivations.starts(rows, model.config().width());
        long[] blocks = IntStream.iterate(0, from -> from < rows.length, from -> from + SiteActivations.INPUTS_A_BLOCK)
                .mapToLong(from -> starts[from])
                .toArray();
        long[] ended = Arrays.copyOf(blocks, blocks.length + 1);
        ended[blocks.length] = starts[rows.length];
        return new PoolLayout(lengths, rows, starts, ended);
    }

    /** Returns how many bytes one site's activations take. */
    long bytes() {
        return Float.BYTES * starts[rows.length];
    }
}
