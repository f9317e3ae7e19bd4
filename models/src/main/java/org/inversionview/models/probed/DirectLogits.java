package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.transformer.Unembedding;

/**
 * What every component of a model writes straight into the logits: its output, with the final LayerNorm's scale of the
 * whole residual stream, through the unembedding (direct logit attribution, Elhage et al. 2021).
 *
 * <p>Logits matter only up to a constant, so they are given less their mean over the vocabulary. The components, the
 * embedding first and all biases together last, sum to the model's logits.
 */
public final class DirectLogits {

    /** Name of what all biases write. */
    public static final String BIASES = "biases";

    private final ProbedModel model;

    public DirectLogits(ProbedModel model) {
        this.model = model;
    }

    /** Returns the components: short names of sites, then {@link #BIASES}. */
    public List<String> components() {
        List<String> names = new ArrayList<>();
        writers().forEach(site -> names.add(site.shortName()));
        names.add(BIASES);
        return names;
    }

    private List<ActivationSite> writers() {
        return model.sites().stream()
                .filter(site -> site.equals(ActivationSite.residPre(0))
                        || site.kind() == Kind.RESULT
                        || site.kind() == Kind.MLP_OUT)
                .toList();
    }

    /** Returns what each component adds to every token's logit in one input: [component][V]. */
    public float[][] of(int[] input, int position) {
        float[][] rows = new float[components().size()][];
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            List<NDArray> written = written(scratch, List.of(input), new int[] {position});
            Unembedding unembedding = model.weights().unembedding();
            for (int i = 0; i < rows.length; i++) {
                boolean biases = i == rows.length - 1;
                NDArray logits = biases ? unembedding.logits(written.get(i)) : unembedding.withoutBias(written.get(i));
                rows[i] = logits.sub(logits.mean(new int[] {1}, true)).toFloatArray();
            }
        }
        return rows;
    }

    /**
     * Returns what each component adds to one token's logit in each of several inputs: [component][input].
     *
     * @param positions where each input's output is read
     * @param tokens whose logit
     */
    public float[][] of(List<int[]> inputs, int[] positions, int[] tokens) {
        float[][] rows = new float[components().size()][];
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            List<NDArray> written = written(scratch, inputs, positions);
            NDArray ids = scratch.create(Arrays.stream(tokens).asLongStream().toArray());
            Unembedding unembedding = model.weights().unembedding();
            NDArray direction = unembedding.directions(ids).sub(unembedding.meanDirection(scratch)); // (B, D)
            for (int i = 0; i < rows.length; i++) {
                rows[i] = written.get(i).mul(direction).sum(new int[] {1}).toFloatArray();
            }
            NDArray bias = unembedding.bias();
            if (bias != null) {
                float[] all = bias.toFloatArray();
                double average = 0;
                for (float one : all) {
                    average += one / (double) all.length;
                }
                for (int row = 0; row < tokens.length; row++) {
                    rows[rows.length - 1][row] += (float) (all[tokens[row]] - average);
                }
            }
        }
        return rows;
    }

    /** What each component writes at its input's position, scaled as the final LayerNorm scales the sum: (B, D) each. */
    private List<NDArray> written(NDManager scratch, List<int[]> inputs, int[] positions) {
        ActivationSite last = ActivationSite.residPost(model.config().layers() - 1);
        List<ActivationSite> writers = writers();
        Set<ActivationSite> wanted = new HashSet<>(writers);
        wanted.add(last);
        ActivationCache cache = new ActivationCache(wanted);
        model.runUntilFull(model.batch(scratch, inputs), Hooks.NONE, cache);
        NDArray residual = Torch.at(scratch, cache.get(last), positions);
        NDArray centred = residual.sub(residual.mean(new int[] {1}, true));
        NDArray scale = centred.mul(centred)
                .mean(new int[] {1}, true)
                .add(model.config().layerNormEpsilon())
                .sqrt(); // (B, 1)
        NDArray rest = residual;
        List<NDArray> written = new ArrayList<>();
        for (ActivationSite site : writers) {
            NDArray own = Torch.at(scratch, cache.get(site), positions);
            rest = rest.sub(own);
            written.add(normalised(own, scale));
        }
        written.add(normalised(rest, scale).add(model.weights().finalNorm().bias()));
        return written;
    }

    private NDArray normalised(NDArray vectors, NDArray scale) {
        return vectors.sub(vectors.mean(new int[] {1}, true))
                .div(scale)
                .mul(model.weights().finalNorm().gain());
    }
}
