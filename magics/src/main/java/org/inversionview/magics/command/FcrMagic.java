package org.inversionview.magics.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.options.FeatureOptions;
import org.inversionview.magics.options.NearOptions;
import org.inversionview.magics.options.PlacesOptions;
import org.inversionview.magics.result.FeatureRates;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.ConsistencySettings;
import org.inversionview.models.reading.ConsistencySurvey;
import org.inversionview.models.reading.ProposedMembers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fcr",
        description =
                "Feature consistency rate: how often inputs inside ε share the query's value of a feature, over many queries, sites and positions.")
final class FcrMagic extends MagicCommand<FeatureRates> {

    private static final Set<Source> SOURCES = Set.of(Source.TASK, Source.DECODER, Source.EXACT);

    @Mixin
    private PlacesOptions places = new PlacesOptions();

    @Mixin
    private FeatureOptions features = new FeatureOptions();

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Option(
            names = "source",
            defaultValue = "task",
            paramLabel = "task|decoder|exact",
            completionCandidates = Candidates.ConsistencySources.class,
            description =
                    "where inputs inside ε come from: draws from the task, a fair sample of each preimage; the decoder's proposals; or all inputs of the task")
    private String source = "";

    @Option(
            names = "queries",
            defaultValue = "100",
            paramLabel = "N",
            description = "over how many queries, drawn from the task, at each site and position")
    private int queries;

    @Option(
            names = "draws",
            paramLabel = "N",
            description = "how many inputs are drawn from the task; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Option(
            names = "n",
            defaultValue = "256",
            paramLabel = "N",
            description = "with source=decoder: how many inputs the decoder proposes for each query")
    private int proposals;

    @Mixin
    private NearOptions near = new NearOptions();

    @Option(names = "seed", defaultValue = "0", paramLabel = "N", description = "of all random choices")
    private long seed;

    @Override
    FeatureRates run(Session session) {
        LoadedModel model = session.requireModel();
        List<ActivationSite> sites = places.sites(model.probed());
        List<String> positions = places.positions(model.probed().task());
        Source from = Source.named(source);
        if (!SOURCES.contains(from)) {
            throw new MagicException("source=%s: write task, decoder or exact (%%help fcr)".formatted(source));
        }
        UnsteeredInputs inputs = UnsteeredOptions.inputs(session, from, draws, seed);
        ConsistencySettings settings = new ConsistencySettings(near.nearness(), queries, seed);
        ConsistencySurvey survey = new ConsistencySurvey(
                inputs,
                features.features(model.probed().task(), session.tasks().features()),
                proposed(from, session),
                where.condition(session));
        return new FeatureRates(
                survey.measure(sites, positions, settings, HowFar.watched(session, "Measuring consistency")),
                where.written());
    }

    private Optional<ProposedMembers> proposed(Source from, Session session) {
        return from == Source.DECODER
                ? Optional.of(new ProposedMembers(
                        session.requireDecoder().inversionView(), proposals, SamplingSchedule.AUTO, seed))
                : Optional.empty();
    }

    @Override
    Class<FeatureRates> resultType() {
        return FeatureRates.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%fcr site=a1.2 pos=A1",
                "%fcr site=a1.*,m1 pos==,A1,A2 queries=50",
                "%fcr site=a1.2 pos=A1 where=\"A1=1\"",
                "%fcr site=a1.2 pos=A1 feature=\"F1,S1 in either order\"",
                "FeatureRates r = %fcr site=a1.2 pos=A1 match=A1 source=decoder");
    }
}
