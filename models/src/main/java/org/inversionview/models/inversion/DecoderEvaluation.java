package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderSampler;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * Measures a decoder on held-out queries: the share of its samples at temperature 1 that lie in the ε-preimage.
 *
 * <p>One sample a query; queries are held-out inputs at uniformly drawn positions of those that the task wants probed. BOS
 * is left out, because every input is in its preimage. Work stops between two sites when the thread is interrupted.
 */
public final class DecoderEvaluation {

    private static final int ROWS_AT_ONCE = 2048;

    private final ProbedModel model;
    private final EvaluationSettings settings;
    private final ProbedActivations heldOut;

    public DecoderEvaluation(ProbedModel model, EvaluationSettings settings) {
        this.model = model;
        this.settings = settings;
        this.heldOut = new ProbedActivations(model, true);
    }

    /** Hears what was found so far, after every site. */
    @FunctionalInterface
    public interface Listener {
        void on(DecoderQuality soFar);
    }

    /** Returns the quality over all sites, or over those done when the thread was interrupted. */
    public DecoderQuality measure(ConditionalDecoder decoder, SiteStatistics statistics, Listener listener) {
        List<DecoderQuality.Site> sites = new ArrayList<>();
        int count = model.sites().size();
        for (int site = 0; site < count && !Thread.currentThread().isInterrupted(); site++) {
            sites.add(measure(new Sampling(decoder, statistics, site)));
            listener.on(quality(sites));
        }
        return quality(sites);
    }

    private DecoderQuality quality(List<DecoderQuality.Site> sites) {
        return new DecoderQuality(settings.epsilon(), settings.queries(), settings.seed(), sites);
    }

    private DecoderQuality.Site measure(Sampling sampling) {
        RandomGenerator random = new SplittableRandom(settings.seed() + sampling.site());
        Task task = model.task();
        Map<String, Proportion> byKind = new LinkedHashMap<>();
        heldOut.kinds().forEach(kind -> byKind.put(kind, new Proportion(0, 0)));
        Proportion wellFormed = new Proportion(0, 0);
        int atOnce = Math.min(ROWS_AT_ONCE, model.rowsAtOnce(task.maxLength()));
        for (int done = 0; done < settings.queries(); done += atOnce) {
            int rows = Math.min(atOnce, settings.queries() - done);
            for (Sampled sampled : sampling.ask(rows, 1, random)) {
                byKind.merge(sampled.kind(), Proportion.of(sampled.inside()), Proportion::plus);
                wellFormed = wellFormed.plus(Proportion.of(task.isWellFormed(sampled.sample())));
            }
        }
        return new DecoderQuality.Site(
                model.sites().get(sampling.site()).shortName(), byKind, wellFormed, distinct(sampling, random));
    }

    private double distinct(Sampling sampling, RandomGenerator random) {
        if (settings.repeated() == 0) {
            return Double.NaN;
        }
        List<Sampled> sampled = sampling.ask(settings.repeated(), settings.samples(), random);
        int distinct = 0;
        for (int from = 0; from < sampled.size(); from += settings.samples()) {
            Set<String> texts = new HashSet<>();
            sampled.subList(from, from + settings.samples())
                    .forEach(one -> texts.add(model.task().vocabulary().decode(one.sample())));
            distinct += texts.size();
        }
        return (double) distinct / sampled.size();
    }

    /** A sample, the kind of its query's position, and whether it lies in the query's ε-preimage. */
    private record Sampled(int[] sample, String kind, boolean inside) {}

    /** Asks the decoder about one site. */
    private final class Sampling {

        private final ConditionalDecoder decoder;
        private final SiteStatistics statistics;
        private final int site;

        Sampling(ConditionalDecoder decoder, SiteStatistics statistics, int site) {
            this.decoder = decoder;
            this.statistics = statistics;
            this.site = site;
        }

        int site() {
            return site;
        }

        /** Returns so many samples of each of so many fresh queries; a query's samples stand together. */
        List<Sampled> ask(int queries, int samples, RandomGenerator random) {
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                int[] sites = new int[queries];
                Arrays.fill(sites, site);
                ActivationExamples.Batch batch = heldOut.draw(sites, 0, random, scratch);
                NDArray z = batch.activations().repeat(0, samples); // (queries · samples, D)
                List<int[]> inputs =
                        new DecoderSampler(decoder, model.task().vocabulary()).sample(scratch, request(z), random);
                List<float[]> distances = new SampleDistances(model)
                        .measure(
                                scratch,
                                inputs,
                                model.sites().get(site),
                                ProbedActivations.perPosition(z),
                                Distance.EUCLIDEAN);
                List<Sampled> sampled = new ArrayList<>();
                for (int row = 0; row < inputs.size(); row++) {
                    sampled.add(sampled(inputs.get(row), distances.get(row), kind(batch, row / samples)));
                }
                return sampled;
            }
        }

        private DecoderSampler.Request request(NDArray z) {
            int width = (int) z.getShape().get(1);
            float[] flat = z.toFloatArray();
            float[][] normal = new float[flat.length / width][];
            for (int row = 0; row < normal.length; row++) {
                normal[row] = statistics.normalise(site, Arrays.copyOfRange(flat, row * width, (row + 1) * width));
            }
            int[] sites = new int[normal.length];
            Arrays.fill(sites, site);
            double[] temperatures = new double[normal.length];
            Arrays.fill(temperatures, 1);
            return new DecoderSampler.Request(normal, sites, temperatures);
        }

        private Sampled sampled(int[] sample, float[] distances, String kind) {
            MatchedPosition match =
                    MatchedPosition.best(distances, sample, model.task().vocabulary());
            return new Sampled(sample, kind, match.distance() <= settings.epsilon());
        }

        private String kind(ActivationExamples.Batch batch, int query) {
            return Positions.name(model.task(), batch.inputs().get(query), batch.positions()[query]);
        }
    }
}
