package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.SideBySide;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
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
                "Preimages side by side, of several sites, positions or queries: what they share, where they differ, how much they overlap.")
final class CompareMagic extends MagicCommand<SideBySide> {

    private static final int MOST = 12;

    @Mixin
    private PlacesOptions places = new PlacesOptions();

    @Mixin
    private NearOptions near = new NearOptions();

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
    SideBySide run(Session session) {
        ProbedModel model = session.requireModel().probed();
        Task task = model.task();
        List<ActivationSite> sites = places.sites(model);
        List<int[]> queries = texts.isEmpty()
                ? List.of(session.requireQuery())
                : texts.stream().map(task::parse).toList();
        List<String> positions = places.positions(task);
        if ((long) sites.size() * queries.size() * positions.size() > MOST) {
            throw new MagicException("%s sites × %s positions × %s inputs: up to %s preimages can be compared at once"
                    .formatted(sites.size(), positions.size(), queries.size(), MOST));
        }
        List<Neighbours> all =
                unsteered.inputs(session).at(sites, near.nearness(), HowFar.watchedToEnd(session, "Measuring inputs"));
        List<Question> questions = new ArrayList<>();
        for (Neighbours neighbours : all) {
            for (String position : positions) {
                for (int[] query : queries) {
                    int at = Positions.resolve(task, query, position);
                    questions.add(new Question(neighbours, new Query(query, neighbours.site(), at)));
                }
            }
        }
        return new SideBySide(
                PreimageComparison.of(questions, session.tasks().features().of(task)));
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
                "SideBySide s = %compare site=a0.1,a0.3 pos== match==");
    }
}
