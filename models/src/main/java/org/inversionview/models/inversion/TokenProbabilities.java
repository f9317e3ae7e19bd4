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
        int count = inputs.size();
        List<int[]> twice = new ArrayList<>(inputs); // one pass of both, which are too few to fill two
        twice.addAll(inputs);
        float[][] activations = new float[2 * count][];
        Arrays.fill(activations, 0, count, z.values());
        Arrays.fill(activations, count, 2 * count, bos.values());
        float[][] both = decoder.logProbabilities(twice, SampleRequest.of(activations, site, 1));
        List<List<Double>> all = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            List<Double> differences = new ArrayList<>();
            for (int position = 0; position < both[row].length; position++) {
                differences.add(Math.exp(both[row][position]) - Math.exp(both[count + row][position]));
            }
            all.add(differences);
        }
        return all;
    }
}
