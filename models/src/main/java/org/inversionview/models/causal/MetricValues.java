package org.inversionview.models.causal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of an output metric in an experiment's runs: one number an input.
 *
 * @param clean the metric of the original inputs' runs
 * @param contrast the metric of the contrast inputs' runs, where they predict their answer: the same two tokens
 * @param patched [set][input], the metric with each set of patches made
 * @param warnings what a reader must know, such as a patch that changed nothing
 */
public record MetricValues(double[] clean, double[] contrast, double[][] patched, List<String> warnings) {

    public MetricValues {
        clean = clean.clone();
        contrast = contrast.clone();
        patched = copy(patched);
        warnings = List.copyOf(warnings);
    }

    private static double[][] copy(double[][] sets) {
        return Arrays.stream(sets).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public double[] clean() {
        return clean.clone();
    }

    @Override
    public double[] contrast() {
        return contrast.clone();
    }

    @Override
    public double[][] patched() {
        return copy(patched);
    }

    /** Returns how many sets of patches were measured. */
    public int sets() {
        return patched.length;
    }

    /** Returns how much a set of patches lowers the metric, one number an input. */
    public double[] effects(int set) {
        return IntStream.range(0, clean.length)
                .mapToDouble(i -> clean[i] - patched[set][i])
                .toArray();
    }
}
