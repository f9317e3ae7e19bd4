package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * Measures a decoder on held-out queries: the share of its samples that lie in the ε-preimage, usually at temperature 1.
 *
 * <p>One sample a query; queries are held-out inputs at uniformly drawn positions of those that the task wants probed and that
 * count, see {@link BosAttention}. BOS is left out, because every input is in its preimage. An interrupted thread ends the work with the sites that are done.
 */
public final class DecoderEvaluation {

    private final ProbedModel model;
    private final EvaluationSettings settings;

    public DecoderEvaluation(ProbedModel model, EvaluationSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /** Hears what was found so far, after every site. */
    @FunctionalInterface
    public interface Listener {
        void on(DecoderQuality soFar);
    }

    /** Returns the quality over all sites, or over those done when the thread was interrupted. */
    public DecoderQuality measure(Decoder decoder, Listener listener) {
        List<DecoderQuality.Site> sites = new ArrayList<>();
        List<ActivationSite> read = decoder.shape().sites();
        ProbedActivations heldOut = new ProbedActivations(model, read, settings.bos(), true);
        for (int site = 0; site < read.size() && sites.size() == site; site++) {
            measure(new Sampling(decoder, heldOut, site)).ifPresent(measured -> {
                sites.add(measured);
                listener.on(quality(sites));
            });
        }
        return quality(sites);
    }

    private DecoderQuality quality(List<DecoderQuality.Site> sites) {
        return new DecoderQuality(
                settings.epsilon(), settings.metric(), settings.schedule(), settings.queries(), settings.seed(), sites);
    }

    /** Returns a site's quality, or nothing if the thread is interrupted. */
    private Optional<DecoderQuality.Site> measure(Sampling sampling) {
        RandomGenerator random = new SplittableRandom(settings.seed() + sampling.site());
        List<Sampled> once = sampling.ask(settings.queries(), 1, random);
        List<Sampled> repeated = sampling.ask(settings.repeated(), settings.samples(), random);
        if (once.size() < settings.queries() || repeated.size() < settings.repeated() * settings.samples()) {
            return Optional.empty();
        }
        Map<String, Proportion> byKind = new LinkedHashMap<>();
        sampling.heldOut.kinds().forEach(kind -> byKind.put(kind, new Proportion(0, 0)));
        Proportion wellFormed = new Proportion(0, 0);
        for (Sampled sampled : once) {
            byKind.merge(sampled.kind(), Proportion.of(sampled.inside()), Proportion::plus);
            wellFormed = wellFormed.plus(Proportion.of(model.task().isWellFormed(sampled.sample())));
        }
        return Optional.of(
                new DecoderQuality.Site(sampling.activationSite().shortName(), byKind, wellFormed, distinct(repeated)));
    }

    private double distinct(List<Sampled> sampled) {
        int distinct = 0;
        for (int from = 0; from < sampled.size(); from += settings.samples()) {
            Set<String> texts = new HashSet<>();
            sampled.subList(from, from + settings.samples())
                    .forEach(one -> texts.add(model.task().vocabulary().decode(one.sample())));
            distinct += texts.size();
        }
        return sampled.isEmpty() ? Double.NaN : (double) distinct / sampled.size();
    }

    /** A sample, the kind of its query's position, and whether it lies in the query's ε-preimage. */
    private record Sampled(int[] sample, String kind, boolean inside) {}

    /** Asks the decoder about one site. */
    private final class Sampling {

        private final Decoder decoder;
        private final ProbedActivations heldOut;
        private final int site;

        Sampling(Decoder decoder, ProbedActivations heldOut, int site) {
            this.decoder = decoder;
            this.heldOut = heldOut;
            this.site = site;
        }

        int site() {
            return site;
        }

        ActivationSite activationSite() {
            return decoder.shape().sites().get(site);
        }

        /**
         * Returns so many samples of each of so many fresh queries, or of the first ones if the thread is interrupted; a query's
         * samples stand together.
         */
        List<Sampled> ask(int queries, int samples, RandomGenerator random) {
            long bytes = decoder.shape().bytesOfSample()
                    + model.bytesOfRun(model.task().maxLength(), 1);
            List<Sampled> all = new ArrayList<>();
            model.runner()
                    .run(
                            IntStream.range(0, queries).boxed().toList(),
                            samples * bytes,
                            batch -> sampled(batch.size(), samples, random),
                            (batch, sampled) -> all.addAll(sampled));
            return all;
        }

        private List<Sampled> sampled(int queries, int samples, RandomGenerator random) {
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                int[] sites = new int[queries];
                Arrays.fill(sites, site);
                ActivationExamples.Chosen drawn = heldOut.chooseAt(sites, random);
                NDArray z = heldOut.activations(drawn, scratch).repeat(0, samples); // (queries · samples, D)
                List<int[]> inputs = decoder.sample(request(rows(z), random), random);
                List<float[]> distances = new SampleDistances(model)
                        .measure(
                                scratch, inputs, activationSite(), ProbedActivations.perPosition(z), settings.metric());
                List<Sampled> sampled = new ArrayList<>();
                for (int row = 0; row < inputs.size(); row++) {
                    sampled.add(sampled(inputs.get(row), distances.get(row), kind(drawn, row / samples)));
                }
                return sampled;
            }
        }

        /** Asks for a sample a row, by the settings of the schedule in turn. */
        private SampleRequest request(float[][] z, RandomGenerator random) {
            int[] sites = new int[z.length];
            Arrays.fill(sites, site);
            List<SamplingSchedule.Setting> ofRows = Arrays.stream(
                            settings.schedule().settingOfRow(z.length))
                    .mapToObj(settings.schedule().settings()::get)
                    .toList();
            float[][] asked = new float[z.length][];
            Arrays.setAll(asked, row -> ofRows.get(row).activation(new QueryActivation(z[row]), random));
            return new SampleRequest(
                    asked,
                    sites,
                    ofRows.stream()
                            .mapToDouble(SamplingSchedule.Setting::temperature)
                            .toArray());
        }

        private static float[][] rows(NDArray z) {
            int width = (int) z.getShape().get(1);
            float[] flat = z.toFloatArray();
            float[][] rows = new float[flat.length / width][];
            Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width));
            return rows;
        }

        private Sampled sampled(int[] sample, float[] distances, String kind) {
            MatchedPosition match =
                    MatchedPosition.best(distances, sample, model.task().vocabulary());
            return new Sampled(sample, kind, match.distance() <= settings.epsilon());
        }

        private String kind(ActivationExamples.Chosen batch, int query) {
            return Positions.name(model.task(), batch.inputs().get(query), batch.positions()[query]);
        }
    }
}
