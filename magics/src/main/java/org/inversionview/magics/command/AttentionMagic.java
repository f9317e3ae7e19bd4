package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Attention;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "attention", description = "Shows where a head looks in the query.")
final class AttentionMagic extends MagicCommand<Attention> {

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(
            names = "pos",
            defaultValue = "-1",
            paramLabel = "POS",
            completionCandidates = Candidates.PositionNames.class,
            description = "position that looks: from 0 (BOS), negative from the last token, or a name such as A1")
    private String position = "";

    @Option(
            names = "input",
            paramLabel = "TEXT",
            completionCandidates = Candidates.Inputs.class,
            description = "query input; without it the one that %%query set")
    private @Nullable String input;

    @Override
    List<String> listed() {
        return SiteOptions.LISTED;
    }

    /** Inputs in quotation marks may have Java's escapes. */
    @Override
    List<String> arguments(String written) {
        return Arguments.splitTexts(written);
    }

    @Override
    Attention run(Session session) {
        ProbedModel model = session.requireModel().probed();
        ActivationSite head = model.require(site.site());
        if (head.kind() != ActivationSite.Kind.RESULT) {
            throw new MagicException("%s is no head: write layer=1 head=3 or site=a1.3".formatted(head));
        }
        Task task = model.task();
        int[] query = input == null ? session.requireQuery() : task.parse(input);
        int from = Positions.resolve(task, query, position);
        List<List<Double>> pattern = new ArrayList<>();
        for (float[] row : model.attention(head.layer(), head.head(), query)) {
            pattern.add(IntStream.range(0, row.length)
                    .mapToObj(to -> (double) row[to])
                    .toList());
        }
        return new Attention(
                task.vocabulary().decode(query),
                task.vocabulary().tokens(query),
                IntStream.range(0, query.length)
                        .mapToObj(at -> Positions.name(task, query, at))
                        .toList(),
                head.shortName(),
                from,
                pattern,
                session.requireModel().provenance());
    }

    @Override
    Class<Attention> resultType() {
        return Attention.class;
    }

    @Override
    List<String> examples() {
        return List.of("%attention layer=1 head=3 pos=A1", "%attention site=a0.0 pos== input=920+878=1798");
    }
}
