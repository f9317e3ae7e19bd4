package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.SampleRequest;

/**
 * What the decoder knows of each token thanks to the query activation: p(token | z, s, prefix) minus
 * p(token | z of BOS, s, prefix), where BOS's activation carries no information (Huang et al. 2024, §3).
 */
final class TokenProbabilities {

    private final Decoder decoder;

    TokenProbabilities(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Returns for every input the difference at every token, from −1 to 1; 0 at BOS, which is given. */
    List<List<Double>> differences(List<int[]> inputs, int site, QueryActivation z, QueryActivation bos) {
        float[][] with = logProbabilities(inputs, site, z);
        float[][] without = logProbabilities(inputs, site, bos);
        List<List<Double>> all = new ArrayList<>();
        for (int row = 0; row < with.length; row++) {
            List<Double> differences = new ArrayList<>();
            for (int position = 0; position < with[row].length; position++) {
                differences.add(Math.exp(with[row][position]) - Math.exp(without[row][position]));
            }
            all.add(differences);
        }
        return all;
    }

    private float[][] logProbabilities(List<int[]> inputs, int site, QueryActivation z) {
        float[][] activations = new float[inputs.size()][];
        Arrays.fill(activations, z.values());
        return decoder.logProbabilities(inputs, SampleRequest.of(activations, site, 1));
    }
}
