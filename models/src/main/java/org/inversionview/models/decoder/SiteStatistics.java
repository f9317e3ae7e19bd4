package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.inversionview.models.engine.Torch;

/**
 * What a decoder knows of each site's activations: it sees them minus the mean, divided by the deviation.
 *
 * @param means [site][D], mean activation
 * @param deviations [site], standard deviation of a coordinate, averaged over the D coordinates; above 0
 */
public record SiteStatistics(float[][] means, float[] deviations) {

    public SiteStatistics {
        means = copy(means);
        deviations = deviations.clone();
        for (int site = 0; site < deviations.length; site++) {
            if (!(deviations[site] > 0)) {
                throw new IllegalArgumentException("the deviation of site %s's activations is %s: it must be above 0"
                        .formatted(site, deviations[site]));
            }
        }
    }

    private static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    @Override
    public float[][] means() {
        return copy(means);
    }

    @Override
    public float[] deviations() {
        return deviations.clone();
    }

    /** Returns the normalised activation, (z − mean) / deviation. */
    public float[] normalise(int site, float[] z) {
        float[] normal = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            normal[i] = (z[i] - means[site][i]) / deviations[site];
        }
        return normal;
    }

    /** Returns activations [row][D] of sites [row], normalised, as (B, D). */
    NDArray normalised(NDManager scratch, float[][] activations, int[] sites) {
        int width = means[0].length;
        float[] flat = new float[activations.length * width];
        for (int row = 0; row < activations.length; row++) {
            System.arraycopy(normalise(sites[row], activations[row]), 0, flat, row * width, width);
        }
        return Torch.create(scratch, flat, new Shape(activations.length, width));
    }
}
