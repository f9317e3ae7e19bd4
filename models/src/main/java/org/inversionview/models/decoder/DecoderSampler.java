package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Samples inputs from a decoder, a whole batch at once, each row with an activation and a temperature of its own.
 *
 * <p>One pass a token with a key/value cache; rows that have ended leave the batch. A token is drawn by inverting the
 * cumulative distribution at one uniform number, taken from a Java generator: the same seed gives the same samples.
 */
final class DecoderSampler {

    /** The batch shrinks when fewer than this share of its rows are still growing: shrinking copies the cache. */
    private static final double SHRINK_BELOW = 0.9;

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
     */
    List<int[]> sample(NDManager manager, SampleRequest request, RandomGenerator random) {
        int longest = decoder.config().transformer().positions();
        float[] inverseTemperatures = request.inverseTemperatures();
        GrowingSequences sequences = new GrowingSequences(request.rows(), longest, vocabulary);
        int[] rows = IntStream.range(0, request.rows()).toArray(); // of the request, in the order of the batch
        NDManager owner = manager.newSubManager();
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            KeyValueCache cache = start(owner, request, longest);
            for (int position = 0; position < longest - 1; position++) {
                double[] uniform = random.doubles(request.rows()).toArray(); // also for rows that have ended
                int[] tokens = next(owner, cache, new Step(sequences.last(rows), inverseTemperatures, rows, uniform));
                sequences.append(rows, tokens);
                cache.advance();
                int[] growing = sequences.growing(rows);
                if (growing.length == 0) {
                    break;
                }
                if (growing.length < SHRINK_BELOW * rows.length) {
                    NDManager smaller = manager.newSubManager();
                    cache = shrink(owner, smaller, cache, growing);
                    owner.close();
                    owner = smaller;
                    rows = Arrays.stream(growing).map(pick(rows)).toArray();
                }
            }
        } finally {
            owner.close();
        }
        return sequences.toList();
    }

    private static IntUnaryOperator pick(int[] rows) {
        return i -> rows[i];
    }

    private KeyValueCache start(NDManager owner, SampleRequest request, int longest) {
        try (NDManager scratch = owner.newSubManager()) {
            int[] sites = request.sites();
            NDArray z = statistics.normalised(scratch, request.activations(), sites);
            NDArray indices = scratch.create(Arrays.stream(sites).asLongStream().toArray());
            return KeyValueCache.create(owner, decoder.encode(z, indices), longest);
        }
    }

    private static KeyValueCache shrink(NDManager owner, NDManager smaller, KeyValueCache cache, int[] growing) {
        try (NDManager scratch = owner.newSubManager()) {
            NDArray indices =
                    scratch.create(Arrays.stream(growing).asLongStream().toArray());
            return cache.rows(smaller, indices);
        }
    }

    /** One token a row of the batch: what stands last, and the inverse temperature and uniform number of each row of the request. */
    private record Step(long[] last, float[] inverse, int[] rows, double[] uniform) {

        NDArray inverseTemperatures(NDManager scratch) {
            return column(scratch, row -> inverse[row]);
        }

        NDArray uniforms(NDManager scratch) {
            return column(scratch, row -> Math.min(uniform[row], BELOW_ONE));
        }

        private NDArray column(NDManager scratch, IntToDoubleFunction value) {
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
            NDArray logits = decoder.next(last, cache).mul(step.inverseTemperatures(scratch)); // (B, V)
            NDArray cumulative = logits.softmax(-1).cumSum(-1);
            // rounding may leave the sum of all just beside 1: a share of it never reaches past the last possible token
            int size = vocabulary.size();
            NDArray drawn = Torch.slice(cumulative, 1, size - 1, size).mul(step.uniforms(scratch)); // (B, 1)
            NDArray below = cumulative.lte(drawn).toType(DataType.INT64, false).sum(new int[] {1});
            return Arrays.stream(below.toLongArray())
                    .mapToInt(token -> (int) token)
                    .toArray();
        }
    }
}
