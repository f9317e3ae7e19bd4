package org.inversionview.magics.options;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.FeatureRegistry;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a sweep measures where, of which queries. */
public final class SweepOptions {

    private static final String AUTO = "auto";

    @Mixin
    private PlacesOptions places = new PlacesOptions();

    @Option(
            names = "measure",
            defaultValue = "inspect",
            paramLabel = "NAME,…",
            completionCandidates = Candidates.Measures.class,
            description =
                    "what is measured there: inspect, each query's ε-preimage; coverage, the share of it that the decoder finds; fcr, how consistent features are over the queries; patch and ablate, what the answer owes to the activation")
    private String measures = "";

    @Mixin
    private SweptQueriesOptions queries = new SweptQueriesOptions();

    @Option(
            names = "source",
            defaultValue = AUTO,
            paramLabel = "auto|decoder|task|exact",
            completionCandidates = Candidates.SweepSources.class,
            description =
                    "where inputs inside ε come from: the decoder's proposals, draws from the task, or all its inputs; auto is the decoder where there is one")
    private String source = "";

    @Option(
            names = "n",
            defaultValue = "256",
            paramLabel = "N",
            description = "how many inputs the decoder proposes for each query")
    private int proposals;

    @Option(
            names = "draws",
            paramLabel = "N",
            description =
                    "how many inputs are drawn from the task, where that is the source; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Mixin
    private NearOptions near = new NearOptions();

    @Mixin
    private FeatureOptions features = new FeatureOptions();

    @Option(
            names = "answer",
            paramLabel = "POS",
            completionCandidates = Candidates.PositionNames.class,
            description =
                    "patch, ablate: position of the token whose prediction is read; without it the first of the answer")
    private @Nullable String answer;

    @Option(
            names = "change",
            paramLabel = "POS,…",
            completionCandidates = Candidates.PositionList.class,
            description =
                    "patch: positions that differ in the contrast inputs, such as F1,S1; without it these are drawn anew")
    private @Nullable String change;

    @Option(names = "seed", defaultValue = "0", paramLabel = "N", description = "of all random choices")
    private long seed;

    /**
     * Returns the plan that the options describe, for a loaded model.
     *
     * @param known features that were added to the task's own
     * @throws InvalidRequestException naming what the model, its task or a measure does not have
     */
    public SweepPlan plan(LoadedModel model, FeatureRegistry known) {
        Task task = model.probed().task();
        List<Measure> asked = Arrays.stream(measures.split(",", -1))
                .map(name -> Measure.named(name.strip()))
                .toList();
        requireUse("answer", answer, asked, Measure::readsAnswer, "patch and ablate read an answer");
        requireUse("change", change, asked, Measure.PATCH::equals, "patch changes inputs");
        requireUse("feature", features.written(), asked, Measure.FCR::equals, "fcr reads features");
        return new SweepPlan(
                ItemRunner.subject(model),
                asked,
                places.sites(model.probed()).stream()
                        .map(ActivationSite::shortName)
                        .toList(),
                places.positions(task),
                queries.of(task),
                members(model),
                asked.contains(Measure.FCR) ? features(task, known) : List.of(),
                output(task, asked),
                seed);
    }

    private static void requireUse(
            String option, @Nullable Object value, List<Measure> asked, Predicate<Measure> uses, String why) {
        if (value != null && asked.stream().noneMatch(uses)) {
            throw new InvalidRequestException(option, value, "%s, and the measures are %s".formatted(why, asked));
        }
    }

    private List<String> features(Task task, FeatureRegistry known) {
        return features.features(task, known).stream().map(Feature::name).toList();
    }

    private SweepPlan.Members members(LoadedModel model) {
        Source from = source.equals(AUTO) ? model.usualSource() : Source.named(source);
        if (!near.nearness().isBest()) {
            Positions.require(model.probed().task(), near.match());
        }
        int drawn = Objects.requireNonNullElse(draws, model.inputs().usualDraws());
        return new SweepPlan.Members(from, proposals, drawn, near.nearness());
    }

    private SweepPlan.Output output(Task task, List<Measure> asked) {
        if (asked.stream().noneMatch(Measure::readsAnswer)) {
            return SweepPlan.Output.NONE;
        }
        String read = answer == null ? Positions.firstOfAnswer(task) : Positions.require(task, answer);
        List<String> changed = change == null
                ? List.of()
                : Arrays.stream(change.split(",", -1))
                        .map(position -> Positions.require(task, position.strip()))
                        .toList();
        return new SweepPlan.Output(read, changed);
    }
}
