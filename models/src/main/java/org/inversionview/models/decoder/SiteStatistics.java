package org.inversionview.models.decoder;

/**
 * What a decoder knows of each site's activations: it sees them minus the mean, divided by the deviation.
 *
 * @param means [site][D], mean activation
 * @param deviations [site], standard deviation of a coordinate, averaged over the D coordinates
 */
public record SiteStatistics(float[][] means, float[] deviations) {

    /** Returns the normalised activation, (z − mean) / deviation. */
    public float[] normalise(int site, float[] z) {
        float[] normal = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            normal[i] = (z[i] - means[site][i]) / deviations[site];
        }
        return normal;
    }
}
