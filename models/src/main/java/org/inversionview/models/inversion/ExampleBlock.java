package org.inversionview.models.inversion;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Examples that were made together: several of each input, mapped from a file. Of its own it keeps which input, site and position
 * each of them is. Several threads may draw.
 */
final class ExampleBlock {

    /** Examples of an input. */
    static final int PER_INPUT = 16;

    private final List<int[]> inputs;
    private final int[] positions;
    private final FloatBuffer rows; // [example · (1 + D)], position and activation
    private final int width;
    private final int[][] ofSites; // [site], its examples
    private final int[][] kinds; // [site], of the positions of these

    /**
     * Wraps what a file holds.
     *
     * @param siteOfExample [input · 16 + place]
     * @param draws say of what kind positions are
     */
    ExampleBlock(List<int[]> inputs, int[] siteOfExample, FloatBuffer rows, int sites, ExampleDraws draws) {
        this.inputs = inputs;
        this.rows = rows;
        this.width = rows.limit() / siteOfExample.length - 1;
        this.positions = IntStream.range(0, siteOfExample.length)
                .map(example -> (int) rows.get(example * (1 + width)))
                .toArray();
        int[] counts = new int[sites];
        for (int example = 0; example < positions.length; example++) {
            counts[siteOfExample[example]] += positions[example] >= 0 ? 1 : 0;
        }
        this.ofSites = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        this.kinds = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        for (int example = positions.length - 1; example >= 0; example--) {
            if (positions[example] >= 0) {
                int site = siteOfExample[example];
                ofSites[site][--counts[site]] = example;
                kinds[site][counts[site]] = draws.kind(inputs.get(example / PER_INPUT), positions[example]);
            }
        }
    }

    /** Returns whether it has an example of a site. */
    boolean has(int site) {
        return ofSites[site].length > 0;
    }

    boolean isEmpty() {
        return Arrays.stream(ofSites).allMatch(examples -> examples.length == 0);
    }

    /** Returns an example of a site, by the shares of the kinds. */
    int draw(int site, ExampleDraws draws, RandomGenerator random) {
        return ofSites[site][draws.oneOf(site, kinds[site], random)];
    }

    /** Returns any input. */
    int[] anyInput(RandomGenerator random) {
        return inputs.get(random.nextInt(inputs.size()));
    }

    int[] input(int example) {
        return inputs.get(example / PER_INPUT);
    }

    int position(int example) {
        return positions[example];
    }

    float[] activation(int example) {
        float[] activation = new float[width];
        rows.get(example * (1 + width) + 1, activation);
        return activation;
    }
}
