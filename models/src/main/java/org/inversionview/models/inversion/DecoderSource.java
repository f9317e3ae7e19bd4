package org.inversionview.models.inversion;

import java.util.List;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.DecoderShape;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;

/** A decoder's proposals, all settings of the schedule in one batch, each re-run: nothing is taken on the decoder's word. */
final class DecoderSource implements SampleSource {

    private static final int BOS = 0;

    /** Share of the work that is sampling; the rest is measuring. */
    private static final double SAMPLING = 0.8;

    private final ProbedModel model;
    private final Decoder decoder;
    private final TokenProbabilities probabilities;

    /** Throws an {@link InvalidRequestException} if the two do not belong together. */
    DecoderSource(ProbedModel model, Decoder decoder) {
        DecoderShape shape = decoder.shape();
        if (!model.sites().containsAll(shape.sites())
                || shape.activationWidth() != model.config().width()) {
            throw new InvalidRequestException(
                    "decoder",
                    "of width %s at %s".formatted(shape.activationWidth(), shape.sites()),
                    "the model has width %s and %s, so they do not belong together"
                            .formatted(model.config().width(), model.sites()));
        }
        this.model = model;
        this.decoder = decoder;
        this.probabilities = new TokenProbabilities(decoder);
    }

    @Override
    public Findings find(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        return find(query, z, z, settings, runner);
    }

    @Override
    public Optional<Findings> prior(
            Query query, QueryActivation begin, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        return Optional.of(find(query, begin, z, settings, runner));
    }

    /** Proposes inputs for one activation, and measures their distance from another. */
    private Findings find(
            Query query, QueryActivation proposed, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        Proposals proposals = propose(query, proposed, settings, runner.within(0, SAMPLING));
        List<float[]> distances = new SampleDistances(model, runner.within(SAMPLING, 1))
                .measure(proposals.inputs(), query.site(), z, settings.metric());
        List<Origin> origins =
                settings.schedule().settings().stream().map(Origin::of).toList();
        return new Findings(origins, proposals.distinct(), distances);
    }

    /** Returns what the decoder proposes, unmeasured. */
    Proposals propose(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        return Proposals.sample(decoder, z, siteIndex(query.site()), settings, runner);
    }

    /** Returns the decoder's number of a site; throws an {@link InvalidRequestException} where it does not read it. */
    int siteIndex(ActivationSite site) {
        int index = decoder.shape().sites().indexOf(model.require(site));
        if (index < 0) {
            throw new InvalidRequestException(
                    "site",
                    site,
                    "the decoder reads %s only: take one of these, or another source of samples"
                            .formatted(decoder.shape().sites()));
        }
        return index;
    }

    @Override
    public int kept() {
        return Integer.MAX_VALUE;
    }

    @Override
    public List<List<Double>> probabilityDifferences(List<int[]> inputs, Query query, QueryActivation z) {
        int[] bos = {model.task().vocabulary().bos()};
        QueryActivation baseline = new QueryActivation(model.activations(query.site(), List.of(bos))[0][BOS]);
        return probabilities.differences(inputs, siteIndex(query.site()), z, baseline);
    }
}
