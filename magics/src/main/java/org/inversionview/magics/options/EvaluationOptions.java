package org.inversionview.magics.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.inversion.CoverageBySite;
import org.inversionview.models.inversion.CoverageSettings;
import org.inversionview.models.inversion.CoverageSurvey;
import org.inversionview.models.inversion.DecoderEvaluation;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.weights.ModelCard;
import picocli.CommandLine.Option;

/** How a decoder is measured. */
public final class EvaluationOptions {

    @Option(names = "queries", defaultValue = "1000", paramLabel = "N", description = "held-out queries a site")
    private int queries;

    @Option(names = "eps", defaultValue = "0.1", paramLabel = "ε", description = "largest distance inside the preimage")
    private double epsilon;

    @Option(names = "metric", defaultValue = "euclidean", description = "‖a − z‖ / ‖z‖, or 1 − cosine similarity")
    private Distance metric = Distance.EUCLIDEAN;

    @Option(
            names = "schedule",
            defaultValue = "1",
            paramLabel = "LIST",
            completionCandidates = Candidates.Schedules.class,
            description = "temperatures, each with noise or +cosine if wanted, that share the queries")
    private String schedule = "";

    @Option(names = "seed", defaultValue = "1000000", paramLabel = "N", description = "of queries and samples")
    private long seed;

    @Option(
            names = "coverage",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "measure how much of preimages the decoder finds, too; takes minutes")
    private boolean coverage;

    @Option(
            names = "coverage-queries",
            defaultValue = "48",
            paramLabel = "N",
            description = "held-out queries a site by which the coverage is measured, at each kind of position in turn")
    private int coverageQueries;

    @Option(
            names = "write",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "write the result into the card.json of the model's folder")
    private boolean write;

    /**
     * Measures a model's decoder, at the positions at which it was trained, and writes what was found into the model's card where that is asked for and no site is
     * missing.
     *
     * @param listener is given what is done so far, site by site
     * @return fewer sites than the decoder reads where the thread was interrupted
     * @throws InvalidRequestException if there is no decoder, or no card that can be written
     */
    public DecoderQuality measure(LoadedModel model, Consumer<DecoderQuality> listener) throws IOException {
        TrainedDecoder decoder = model.requireDecoder();
        requireCard(model);
        EvaluationSettings settings = EvaluationSettings.DEFAULT
                .withQueries(queries)
                .within(epsilon, metric)
                .at(model.bosAttention())
                .with(SamplingSchedule.parse(schedule))
                .withSeed(seed);
        DecoderQuality quality = new DecoderEvaluation(model.probed(), settings).measure(decoder, listener::accept);
        if (write && quality.sites().size() == decoder.shape().sites().size()) {
            ModelCard.change(Path.of(model.name()), card -> Cards.withQuality(card, quality));
        }
        return quality;
    }

    /**
     * Measures how much of preimages the decoder finds, if that is asked for; writes as above.
     *
     * @param listener is given what is done so far, site by site
     * @return nothing where it is not asked for; fewer sites than the decoder reads where the thread was interrupted
     */
    public Optional<CoverageBySite> measureCoverage(LoadedModel model, Consumer<CoverageBySite> listener)
            throws IOException {
        if (!coverage) {
            return Optional.empty();
        }
        TrainedDecoder decoder = model.requireDecoder();
        SamplingSettings usual = SamplingSettings.DEFAULT;
        SamplingSettings sampling =
                new SamplingSettings(usual.proposals(), epsilon, metric, usual.schedule(), usual.match(), seed, 0);
        CoverageBySite found = new CoverageSurvey(
                        model.inputs(), decoder, CoverageSettings.SURVEY.with(sampling), coverageQueries)
                .measure(listener::accept);
        if (write && found.sites().size() == decoder.shape().sites().size()) {
            ModelCard.change(Path.of(model.name()), card -> Cards.withCoverage(card, found));
        }
        return Optional.of(found);
    }

    private void requireCard(LoadedModel model) {
        if (write && !Files.exists(Path.of(model.name()).resolve(ModelCard.FILE))) {
            throw new InvalidRequestException(
                    "write",
                    write,
                    "model %s is shipped inside the jar, its card cannot be written; load it from a folder"
                            .formatted(model.name()));
        }
    }
}
