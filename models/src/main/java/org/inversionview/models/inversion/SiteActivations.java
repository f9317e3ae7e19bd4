package org.inversionview.models.inversion;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One site's activations in many inputs, at every position up to the last before EOS; each input's stand together.
 *
 * @param width D
 * @param lengths of the inputs, EOS counted
 * @param starts where each input's activations begin, in floats, and where the last one's end
 * @param blocks the floats, those of {@value #INPUTS_A_BLOCK} inputs each
 */
record SiteActivations(int width, int[] lengths, long[] starts, List<FloatBuffer> blocks) {

    static final int INPUTS_A_BLOCK = 256;

    /** Returns where each input's floats begin, and where the last one's end. */
    static long[] starts(int[] rows, int width) {
        long[] starts = new long[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            starts[i + 1] = starts[i] + (long) rows[i] * width;
        }
        return starts;
    }

    /** Returns one input's activation at a position (D). */
    QueryActivation at(int input, int position) {
        float[] values = new float[width];
        int block = input / INPUTS_A_BLOCK;
        long from = starts[input] - starts[block * INPUTS_A_BLOCK] + (long) position * width;
        blocks.get(block).get((int) from, values, 0, width);
        return new QueryActivation(values);
    }

    /** Hears of one input the distances at its positions up to the last before EOS; for any number of threads. */
    interface Listener {
        void on(int input, float[] distances, int positions);
    }

    /** Says of every input the distances at its positions, in one array that is used again. */
    void measure(QueryActivation z, Distance metric, Listener listener) {
        IntStream.range(0, blocks.size()).parallel().forEach(block -> measure(block, z, metric, listener));
    }

    private void measure(int block, QueryActivation z, Distance metric, Listener listener) {
        int first = block * INPUTS_A_BLOCK;
        FloatBuffer floats = blocks.get(block);
        float[] scratch = new float[0];
        float[] distances = new float[0];
        double norm = z.norm();
        for (int input = first; input < Math.min(lengths.length, first + INPUTS_A_BLOCK); input++) {
            int count = (int) (starts[input + 1] - starts[input]);
            scratch = scratch.length < count ? new float[count] : scratch;
            distances = distances.length < count / width ? new float[count / width] : distances;
            floats.get((int) (starts[input] - starts[first]), scratch, 0, count);
            for (int position = 0; position < count / width; position++) {
                distances[position] = (float) metric.between(scratch, position * width, z.values(), norm);
            }
            listener.on(input, distances, count / width);
        }
    }

    /** Returns of every input the distance at each of its positions; infinite at EOS. */
    List<float[]> distances(QueryActivation z, Distance metric) {
        float[][] all = new float[lengths.length][];
        measure(z, metric, (input, distances, positions) -> {
            all[input] = Arrays.copyOf(distances, lengths[input]);
            Arrays.fill(all[input], positions, lengths[input], Float.POSITIVE_INFINITY);
        });
        return Arrays.asList(all);
    }

    long bytes() {
        return Float.BYTES * starts[lengths.length];
    }
}
