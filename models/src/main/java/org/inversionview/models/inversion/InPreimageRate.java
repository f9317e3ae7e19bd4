package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
     * What was measured.
     *
     * @param bySite each site's rate, from 0 to 1
     * @param byPosition each position's rate over all sites, from 0 to 1; NaN where there was no query
     * @param queries a site, one sample each
     */
    public record Rates(Map<ActivationSite, Double> bySite, double[] byPosition, int queries) {

        /** Returns the mean over the sites. */
        public double mean() {
            return bySite.values().stream().mapToDouble(rate -> rate).average().orElse(0);
        }

        @Override
        public String toString() {
            String sites = bySite.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%s %.2f", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(" "));
            String positions = Arrays.stream(byPosition)
                    .filter(rate -> !Double.isNaN(rate))
                    .mapToObj(rate -> String.format(Locale.ROOT, "%.2f", rate))
                    .collect(Collectors.joining(" "));
            return String.format(
                    Locale.ROOT, "in-preimage rate %.3f: %s; by position from 1: %s", mean(), sites, positions);
        }
    }

    /** Returns the rates of a decoder, over so many queries a site. */
    public Rates measure(ConditionalDecoder decoder, SiteStatistics statistics, int queries, long seed) {
        Map<ActivationSite, Double> bySite = new LinkedHashMap<>();
        int[] asked = new int[model.config().positions()];
        int[] inside = new int[asked.length];
        List<ActivationSite> sites = model.sites();
        for (int site = 0; site < sites.size(); site++) {
            int[] positions = new int[queries];
            boolean[] hits = measure(decoder, statistics, site, positions, seed + site);
            int count = 0;
            for (int query = 0; query < queries; query++) {
                asked[positions[query]]++;
                inside[positions[query]] += hits[query] ? 1 : 0;
                count += hits[query] ? 1 : 0;
            }
            bySite.put(sites.get(site), (double) count / queries);
        }
        double[] byPosition = IntStream.range(0, asked.length)
                .mapToDouble(
                        position -> asked[position] == 0 ? Double.NaN : (double) inside[position] / asked[position])
                .toArray();
        return new Rates(bySite, byPosition, queries);
    }

    /** Returns whether each query's sample lies inside; fills in the queries' positions. */
    private boolean[] measure(
            ConditionalDecoder decoder, SiteStatistics statistics, int site, int[] positions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            int[] chosen = new int[positions.length];
            Arrays.fill(chosen, site);
            ActivationExamples.Batch batch = heldOut.draw(chosen, 0, random, scratch);
            System.arraycopy(batch.positions(), 0, positions, 0, positions.length);
            double[] temperatures = new double[positions.length];
            Arrays.fill(temperatures, 1);
            float[][] normal = normalised(batch.activations(), statistics, site);
            List<int[]> samples = new DecoderSampler(decoder, model.task().vocabulary())
                    .sample(scratch, new DecoderSampler.Request(normal, chosen, temperatures), random);
            return inside(
                    samples, model.sites().get(site), ProbedActivations.perPosition(batch.activations()), scratch);
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

    private boolean[] inside(List<int[]> samples, ActivationSite site, NDArray z, NDManager scratch) {
        List<float[]> distances = new SampleDistances(model).measure(scratch, samples, site, z, Distance.EUCLIDEAN);
        boolean[] inside = new boolean[samples.size()];
        for (int row = 0; row < inside.length; row++) {
            MatchedPosition match = MatchedPosition.best(
                    distances.get(row), samples.get(row), model.task().vocabulary());
            inside[row] = match.distance() <= epsilon;
        }
        return inside;
    }
}
