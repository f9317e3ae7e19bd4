package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.DecoderShape;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * InversionView: from a query activation to samples of its ε-preimage (Huang et al. 2024, §2).
 *
 * <p>The query activation z is read from the probed model; the decoder samples inputs for z, all settings of the schedule
 * in one batch; duplicates are merged; every distinct sample is re-run through the probed model, no further than the
 * site, and its distance from z measured. Nothing is taken on the decoder's word.
 */
public final class InversionView {

    private static final int BOS = 0;

    /** Share of the work that is sampling; the rest is measuring. */
    private static final double SAMPLING = 0.8;

    private final ProbedModel model;
    private final Decoder decoder;
    private final Provenance provenance;
    private final TokenProbabilities probabilities;

    /**
     * Joins a probed model and its decoder.
     *
     * @param provenance goes into every result
     * @throws InvalidRequestException if the two do not belong together
     */
    public InversionView(ProbedModel model, Decoder decoder, Provenance provenance) {
        DecoderShape shape = decoder.shape();
        if (shape.sites() != model.sites().size()
                || shape.activationWidth() != model.config().width()) {
            throw new InvalidRequestException(
                    "decoder",
                    "of %d sites of width %d".formatted(shape.sites(), shape.activationWidth()),
                    "the model has %d of width %d, so they do not belong together"
                            .formatted(model.sites().size(), model.config().width()));
        }
        this.model = model;
        this.decoder = decoder;
        this.provenance = provenance;
        this.probabilities = new TokenProbabilities(decoder);
    }

    /**
     * What is asked: which activation.
     *
     * @param input the query input, BOS and EOS included
     * @param site the activation site
     * @param position the query position, 0 = BOS
     */
    public record Query(int[] input, ActivationSite site, int position) {

        public Query {
            input = input.clone();
        }

        @Override
        public int[] input() {
            return input.clone();
        }

        /** Returns the query activation z. */
        QueryActivation activation(ProbedModel model) {
            model.require(site);
            int last = Positions.last(model.task(), input);
            if (position < 0 || position > last) {
                throw new InvalidRequestException(
                        "position", position, "this input has positions 0 to %d".formatted(last));
            }
            float[][] rows = model.activations(site, List.of(input))[0];
            QueryActivation z = new QueryActivation(rows[position]);
            if (!(z.norm() > 0)) {
                throw new InvalidRequestException(
                        "query activation",
                        "%s at position %d".formatted(site, position),
                        "it is zero, and distances from it are undefined; ask about another position");
            }
            return z;
        }
    }

    /**
     * Returns what was found of the query activation's ε-preimage. Deterministic for the settings' seed on one device.
     *
     * @throws InvalidRequestException if the model has no such site, the input no such position, or z is zero
     */
    public EpsilonPreimage inspect(Query query, SamplingSettings settings) {
        return inspect(query, settings, model.runner());
    }

    /** As above, with a runner that is heard of; interrupted, it has what was sampled so far. */
    public EpsilonPreimage inspect(Query query, SamplingSettings settings, WorkRunner runner) {
        long start = System.nanoTime();
        int site = siteIndex(query.site());
        QueryActivation z = query.activation(model);
        Proposals proposals = Proposals.sample(decoder, z, site, settings, runner.within(0, SAMPLING));
        List<float[]> measured = new SampleDistances(model, runner.within(SAMPLING, 1))
                .measure(proposals.inputs(), query.site(), z, settings.metric());
        List<MeasuredProposal> sorted = sorted(proposals, measured, settings);
        List<Integer> shown = ShownSamples.choose(sorted, settings.show());
        List<Sample> samples = samples(sorted, shown, site, z, bosActivation(query));
        return new EpsilonPreimage(
                provenance,
                model.task().vocabulary().decode(query.input()),
                model.task().vocabulary().tokens(query.input()),
                query.position(),
                Positions.name(model.task(), query.input(), query.position()),
                query.site().shortName(),
                query.site().fullName(),
                z.norm(),
                settings,
                groups(sorted, settings),
                samples,
                shown,
                (System.nanoTime() - start) / 1e9);
    }

    private int siteIndex(ActivationSite site) {
        int index = model.sites().indexOf(model.require(site));
        if (index < 0) {
            throw new InvalidRequestException(
                    "site", site, "the decoder does not read it: it was trained on " + model.sites());
        }
        return index;
    }

    private QueryActivation bosActivation(Query query) {
        int[] bos = {model.task().vocabulary().bos()};
        return new QueryActivation(model.activations(query.site(), List.of(bos))[0][BOS]);
    }

    private List<MeasuredProposal> sorted(Proposals proposals, List<float[]> distances, SamplingSettings settings) {
        List<MeasuredProposal> all = new ArrayList<>();
        for (int i = 0; i < distances.size(); i++) {
            all.add(MeasuredProposal.of(proposals.distinct().get(i), distances.get(i), settings, model.task()));
        }
        all.sort(Comparator.comparingDouble(measured -> measured.match().distance()));
        return all;
    }

    private static List<Group> groups(List<MeasuredProposal> measured, SamplingSettings settings) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < settings.schedule().settings().size(); i++) {
            int setting = i;
            SamplingSchedule.Setting s = settings.schedule().settings().get(i);
            List<MeasuredProposal> own = measured.stream()
                    .filter(m -> m.proposal().counts()[setting] > 0)
                    .toList();
            groups.add(new Group(
                    s.temperature(),
                    s.noise(),
                    own.stream().mapToInt(m -> m.proposal().counts()[setting]).sum(),
                    own.size(),
                    own.stream()
                            .filter(MeasuredProposal::inside)
                            .mapToInt(m -> m.proposal().counts()[setting])
                            .sum()));
        }
        return groups;
    }

    private List<Sample> samples(
            List<MeasuredProposal> sorted, List<Integer> shown, int site, QueryActivation z, QueryActivation bos) {
        List<int[]> inputs =
                shown.stream().map(i -> sorted.get(i).proposal().input()).toList();
        List<List<Double>> differences = probabilities.differences(inputs, site, z, bos);
        List<Sample> samples = new ArrayList<>();
        for (MeasuredProposal each : sorted) {
            samples.add(each.sample(model.task(), List.of()));
        }
        for (int i = 0; i < shown.size(); i++) {
            samples.set(shown.get(i), sorted.get(shown.get(i)).sample(model.task(), differences.get(i)));
        }
        return samples;
    }
}
