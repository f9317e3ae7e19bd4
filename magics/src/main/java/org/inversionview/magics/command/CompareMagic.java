package org.inversionview.magics.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.options.NearOptions;
import org.inversionview.magics.options.PlacesOptions;
import org.inversionview.magics.result.SideBySide;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.reading.PreimageComparison;
import org.inversionview.models.reading.PreimageComparison.Question;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description =
                "Preimages side by side, of several sites, positions, queries or models: what they share, where they differ, how much they overlap.")
final class CompareMagic extends MagicCommand<SideBySide> {

    private static final int MOST = 12;

    @Mixin
    private PlacesOptions places = new PlacesOptions();

    @Mixin
    private NearOptions near = new NearOptions();

    @Mixin
    private OtherModelOptions other = new OtherModelOptions();

    @Mixin
    private UnsteeredOptions unsteered = new UnsteeredOptions();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            completionCandidates = Candidates.Inputs.class,
            description = "query inputs; without any the one that %%query set")
    private List<String> texts = new ArrayList<>();

    /** Inputs in quotation marks may have Java's escapes. */
    @Override
    List<String> arguments(String written) {
        return Arguments.splitTexts(written);
    }

    @Override
    SideBySide run(Session session) throws IOException {
        ProbedModel model = session.requireModel().probed();
        Task task = model.task();
        Optional<LoadedModel> another = other.load(session);
        try {
            UnsteeredInputs inputs = unsteered.inputs(session);
            Optional<UnsteeredInputs> theirs = another.map(one -> inputs.readBy(one.inputs()));
            List<ActivationSite> sites = places.sites(model);
            List<ActivationSite> others =
                    another.map(one -> other.sites(one, places)).orElse(List.of());
            Asked asked = new Asked(places.positions(task), queries(session, task));
            asked.requireFew(sites.size() + others.size());
            List<Question> questions = new ArrayList<>(asked.of(neighbours(session, model, inputs, sites)));
            theirs.ifPresent(same -> questions.addAll(
                    asked.of(neighbours(session, another.orElseThrow().probed(), same, others))));
            return new SideBySide(
                    PreimageComparison.of(questions, session.tasks().features().of(task)));
        } finally {
            another.ifPresent(LoadedModel::close);
        }
    }

    private List<int[]> queries(Session session, Task task) {
        return texts.isEmpty()
                ? List.of(session.requireQuery())
                : texts.stream().map(task::parse).toList();
    }

    private List<Neighbours> neighbours(
            Session session, ProbedModel model, UnsteeredInputs inputs, List<ActivationSite> sites) {
        return inputs.at(sites, near.nearness(), HowFar.watchedToEnd(session, model, "Measuring inputs"));
    }

    /** What is asked at each site: positions and queries. */
    private record Asked(List<String> positions, List<int[]> queries) {

        void requireFew(int sites) {
            if ((long) sites * positions.size() * queries.size() > MOST) {
                throw new MagicException(
                        "%s sites × %s positions × %s inputs: up to %s preimages can be compared at once"
                                .formatted(sites, positions.size(), queries.size(), MOST));
            }
        }

        List<Question> of(List<Neighbours> all) {
            List<Question> questions = new ArrayList<>();
            for (Neighbours neighbours : all) {
                Task task = neighbours.inputs().task();
                for (String position : positions) {
                    for (int[] query : queries) {
                        int at = Positions.resolve(task, query, position);
                        questions.add(new Question(neighbours, new Query(query, neighbours.site(), at)));
                    }
                }
            }
            return questions;
        }
    }

    @Override
    Class<SideBySide> resultType() {
        return SideBySide.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%compare site=a1.1,a1.2 pos== match==",
                "%compare site=a1.2 pos==,A1 match=best",
                "%compare site=a1.2 pos== match== 615+861= 816+640=",
                "%compare site=a1.2 pos=A1 match=A1 other=trained/addition other-site=a0.2",
                "SideBySide s = %compare site=a0.1,a0.3 pos== match==");
    }
}
