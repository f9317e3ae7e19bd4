package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Samples inputs from a decoder, a whole batch at once, each row with an activation and a temperature of its own.
 *
 * <p>One pass a token with a key/value cache; rows that share what came before are computed once (see {@link SharedPrefixes}),
 * and rows that have ended leave the batch. A token is drawn by inverting the
 * cumulative distribution at one uniform number, taken from a Java generator: the same seed gives the same samples.
 */
final class DecoderSampler {

    /** The largest float32 below 1. */
    private static final double BELOW_ONE = Math.nextDown(1f);

    private final ConditionalDecoder decoder;
    private final SiteStatistics statistics;
    private final Vocabulary vocabulary;

    DecoderSampler(ConditionalDecoder decoder, SiteStatistics statistics, Vocabulary vocabulary) {
        this.decoder = decoder;
        this.statistics = statistics;
        this.vocabulary = vocabulary;
    }

    /**
     * Returns one input a row: BOS first; EOS last unless the longest length was reached.
     *
     * @param manager where to work; nothing is left in it
     * @param uniform gives the numbers from 0 to 1 of all rows at a position
     */
    List<int[]> sample(NDManager manager, SampleRequest request, IntFunction<double[]> uniform) {
        int longest = decoder.config().transformer().positions();
        float[] inverseTemperatures = request.inverseTemperatures();
        GrowingSequences sequences = new GrowingSequences(request.rows(), longest, vocabulary);
        SharedPrefixes prefixes = SharedPrefixes.of(request);
        NDManager owner = manager.newSubManager();
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            KeyValueCache cache = start(owner, request.rows(prefixes.members()), longest);
            for (int position = 0; position < longest - 1; position++) {
                long[] last = sequences.last(prefixes.members());
                int[] tokens =
                        next(owner, cache, new Step(last, prefixes, inverseTemperatures, uniform.apply(position)));
                sequences.append(prefixes.rows(), tokens);
                cache.advance();
                SharedPrefixes longer = prefixes.lengthened(sequences);
                if (longer.isEmpty()) {
                    break;
                }
                if (longer != prefixes && !longer.keepsBatch(prefixes.size())) {
                    NDManager another = manager.newSubManager();
                    cache = follow(owner, another, cache, longer.parents());
                    owner.close();
                    owner = another;
                }
                prefixes = longer;
            }
        } finally {
            owner.close();
        }
        return sequences.toList();
    }

    private KeyValueCache start(NDManager owner, SampleRequest request, int longest) {
        try (NDManager scratch = owner.newSubManager()) {
            int[] sites = request.sites();
            NDArray z = statistics.normalised(scratch, request.activations(), sites);
            return KeyValueCache.create(owner, decoder.encode(z, sites), longest);
        }
    }

    private static KeyValueCache follow(NDManager owner, NDManager another, KeyValueCache cache, int[] parents) {
        try (NDManager scratch = owner.newSubManager()) {
            return cache.rows(another, indices(scratch, parents));
        }
    }

    private static NDArray indices(NDManager scratch, int[] indices) {
        return scratch.create(Arrays.stream(indices).asLongStream().toArray());
    }

    /**
     * One token more.
     *
     * @param last token of each row of the batch
     * @param prefixes which rows of the request these are
     * @param inverse temperature of each row of the request
     * @param uniform number of each row of the request
     */
    private record Step(long[] last, SharedPrefixes prefixes, float[] inverse, double[] uniform) {

        NDArray inverseTemperatures(NDManager scratch) {
            return column(scratch, row -> inverse[row]);
        }

        NDArray uniforms(NDManager scratch) {
            return column(scratch, row -> Math.min(uniform[row], BELOW_ONE));
        }

        private NDArray column(NDManager scratch, IntToDoubleFunction value) {
            int[] rows = prefixes.rows();
            float[] column = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                column[i] = (float) value.applyAsDouble(rows[i]);
            }
            return scratch.create(column, new Shape(rows.length, 1));
        }
    }

    private int[] next(NDManager owner, KeyValueCache cache, Step step) {
        try (NDManager scratch = owner.newSubManager()) {
            NDArray last = scratch.create(step.last(), new Shape(step.last().length, 1));
            NDArray ofBatch = decoder.next(last, cache);
            NDArray ofRows = step.prefixes().isAlone()
                    ? ofBatch
                    : Torch.rows(ofBatch, indices(scratch, step.prefixes().branches()));
            NDArray logits = ofRows.mul(step.inverseTemperatures(scratch)); // (rows, V)
            NDArray cumulative = Torch.softmax(logits).cumSum(-1);
            // rounding may leave the sum of all just beside 1: a share of it never reaches past the last possible token
            int size = vocabulary.size();
            NDArray drawn = Torch.slice(cumulative, 1, size - 1, size).mul(step.uniforms(scratch)); // (rows, 1)
            NDArray below = cumulative.lte(drawn).toType(DataType.INT64, false).sum(new int[] {1});
            return Arrays.stream(below.toLongArray())
                    .mapToInt(token -> (int) token)
                    .toArray();
        }
    }
}
