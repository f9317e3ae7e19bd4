package org.inversionview.models.decoder;

import java.util.Arrays;

/**
 * What to sample, or how given inputs would have been sampled; one entry a row.
 *
 * @param activations [row][D]
 * @param sites [row] site indices
 * @param temperatures [row], above 0
 */
public record SampleRequest(float[][] activations, int[] sites, double[] temperatures) {

    /** Beyond it logits would overflow float32; the most likely token is certain long before. */
    private static final double LARGEST_INVERSE_TEMPERATURE = 1e30;

    public SampleRequest {
        if (activations.length != sites.length || activations.length != temperatures.length) {
            throw new IllegalArgumentException("%s activations, %s sites, %s temperatures: one of each a row"
                    .formatted(activations.length, sites.length, temperatures.length));
        }
        if (Arrays.stream(temperatures).anyMatch(t -> !(t > 0))) {
            throw new IllegalArgumentException("temperatures must be above 0");
        }
        activations = copy(activations);
        sites = sites.clone();
        temperatures = temperatures.clone();
    }

    /** Returns a request of inputs for activations of one site, all at one temperature. */
    public static SampleRequest of(float[][] activations, int site, double temperature) {
        int[] sites = new int[activations.length];
        Arrays.fill(sites, site);
        double[] temperatures = new double[activations.length];
        Arrays.fill(temperatures, temperature);
        return new SampleRequest(activations, sites, temperatures);
    }

    /** Returns the request of some of its rows. */
    SampleRequest rows(int from, int to) {
        return new SampleRequest(
                Arrays.copyOfRange(activations, from, to),
                Arrays.copyOfRange(sites, from, to),
                Arrays.copyOfRange(temperatures, from, to));
    }

    /** Returns the request of some of its rows, in the order given. */
    SampleRequest rows(int[] rows) {
        return new SampleRequest(
                Arrays.stream(rows).mapToObj(row -> activations[row]).toArray(float[][]::new),
                Arrays.stream(rows).map(row -> sites[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> temperatures[row]).toArray());
    }

    /** Returns what logits are multiplied by, [row]. */
    float[] inverseTemperatures() {
        float[] inverse = new float[temperatures.length];
        for (int row = 0; row < inverse.length; row++) {
            inverse[row] = (float) Math.min(1 / temperatures[row], LARGEST_INVERSE_TEMPERATURE);
        }
        return inverse;
    }

    private static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    public int rows() {
        return sites.length;
    }

    @Override
    public float[][] activations() {
        return copy(activations);
    }

    @Override
    public int[] sites() {
        return sites.clone();
    }

    @Override
    public double[] temperatures() {
        return temperatures.clone();
    }
}
