package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderSampler;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;

/**
 * How good a decoder is: the share of its samples at temperature 1 that lie in the ε-preimage of held-out queries.
 *
 * <p>One sample a query; queries are held-out inputs at uniformly drawn positions, BOS left out because every input is
 * in its preimage.
 */
public final class InPreimageRate {

    private final ProbedModel model;
    private final ProbedActivations heldOut;
    private final double epsilon;

    public InPreimageRate(ProbedModel model, double epsilon) {
        this.model = model;
        this.heldOut = new ProbedActivations(model, true);
        this.epsilon = epsilon;
    }

    /**
     * Returns each site's rate, from 0 to 1.
     *
     * @param queries how many a site
     */
    public Map<ActivationSite, Double> measure(
            ConditionalDecoder decoder, SiteStatistics statistics, int queries, long seed) {
        Map<ActivationSite, Double> rates = new LinkedHashMap<>();
        List<ActivationSite> sites = model.sites();
        for (int site = 0; site < sites.size(); site++) {
            rates.put(sites.get(site), measure(decoder, statistics, site, queries, seed + site));
        }
        return rates;
    }

    private double measure(ConditionalDecoder decoder, SiteStatistics statistics, int site, int queries, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            int[] chosen = new int[queries];
            Arrays.fill(chosen, site);
            ActivationExamples.Batch batch = heldOut.draw(chosen, 0, random, scratch);
            double[] temperatures = new double[queries];
            Arrays.fill(temperatures, 1);
            float[][] normal = normalised(batch.activations(), statistics, site);
            List<int[]> samples = new DecoderSampler(decoder, model.task().vocabulary())
                    .sample(scratch, new DecoderSampler.Request(normal, chosen, temperatures), random);
            return share(samples, model.sites().get(site), ProbedActivations.perPosition(batch.activations()), scratch);
        }
    }

    private static float[][] normalised(NDArray activations, SiteStatistics statistics, int site) {
        int width = (int) activations.getShape().get(1);
        float[] flat = activations.toFloatArray();
        float[][] normal = new float[flat.length / width][];
        for (int row = 0; row < normal.length; row++) {
            normal[row] = statistics.normalise(site, Arrays.copyOfRange(flat, row * width, (row + 1) * width));
        }
        return normal;
    }

    private double share(List<int[]> samples, ActivationSite site, NDArray z, NDManager scratch) {
        List<float[]> distances = new SampleDistances(model).measure(scratch, samples, site, z, Distance.EUCLIDEAN);
        int inside = 0;
        for (int row = 0; row < samples.size(); row++) {
            MatchedPosition match = MatchedPosition.best(
                    distances.get(row), samples.get(row), model.task().vocabulary());
            inside += match.distance() <= epsilon ? 1 : 0;
        }
        return (double) inside / samples.size();
    }
}
