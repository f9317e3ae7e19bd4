package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.training.CrossEntropy;

/**
 * What the decoder knows of each token thanks to the query activation: p(token | z, s, prefix) minus
 * p(token | z of BOS, s, prefix), where BOS's activation carries no information (Huang et al. 2024, §3).
 */
final class TokenProbabilities {

    private final TrainedDecoder decoder;
    private final Vocabulary vocabulary;

    TokenProbabilities(TrainedDecoder decoder, Vocabulary vocabulary) {
        this.decoder = decoder;
        this.vocabulary = vocabulary;
    }

    /** Returns for every input the difference at every token, from −1 to 1; 0 at BOS, which is given. */
    List<List<Double>> differences(List<int[]> inputs, int site, QueryActivation z, QueryActivation bos) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        try (NDManager scratch = decoder.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            CrossEntropy teacher = CrossEntropy.of(scratch, inputs, vocabulary.pad());
            NDArray with = probabilities(scratch, teacher, site, z);
            NDArray without = probabilities(scratch, teacher, site, bos);
            return unpack(with.sub(without).toFloatArray(), inputs);
        }
    }

    /** p of the token that follows each position, (B, T). */
    private NDArray probabilities(NDManager scratch, CrossEntropy teacher, int site, QueryActivation activation) {
        long rows = teacher.tokens().getShape().get(0);
        float[] normal = decoder.statistics().normalise(site, activation.values());
        NDArray z = scratch.create(normal, new Shape(1, normal.length)).broadcast(new Shape(rows, normal.length));
        NDArray sites = scratch.full(new Shape(rows), site, ai.djl.ndarray.types.DataType.INT64);
        return decoder.network()
                .logits(z, sites, teacher.tokens())
                .softmax(-1)
                .gather(teacher.targets(), 2)
                .squeeze(2);
    }

    private static List<List<Double>> unpack(float[] flat, List<int[]> inputs) {
        int targets = flat.length / inputs.size();
        List<List<Double>> all = new ArrayList<>();
        for (int row = 0; row < inputs.size(); row++) {
            Double[] differences = new Double[inputs.get(row).length];
            Arrays.fill(differences, 0.0);
            for (int position = 1; position < differences.length; position++) {
                differences[position] = (double) flat[row * targets + position - 1];
            }
            all.add(List.of(differences));
        }
        return all;
    }
}
