package org.inversionview.magics.command;

import java.util.List;
import java.util.SplittableRandom;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Attribution;
import org.inversionview.magics.session.Session;
import org.inversionview.models.causal.AnsweredInputs;
import org.inversionview.models.causal.LogitAttribution;
import org.inversionview.models.probed.ProbedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "attribute",
        description = "Shows what each head and MLP writes straight into the logits: direct logit attribution.")
final class AttributeMagic extends MagicCommand<Attribution> {

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Option(
            names = "input",
            paramLabel = "TEXT",
            completionCandidates = Candidates.Inputs.class,
            description = "query input; without it the one that %%query set")
    private @Nullable String input;

    @Option(names = "show", defaultValue = "3", paramLabel = "N", description = "top and bottom tokens to show")
    private int show;

    /** Inputs in quotation marks may have Java's escapes. */
    @Override
    List<String> arguments(String written) {
        return Arguments.splitTexts(written);
    }

    @Override
    Attribution run(Session session) {
        ProbedModel model = session.requireModel().probed();
        if (show < 1) {
            throw new MagicException("show=%s: at least one token".formatted(show));
        }
        int[] query = input == null ? session.requireQuery() : model.task().parse(input);
        String position = answer.position(model.task());
        List<int[]> inputs = AnsweredInputs.draw(
                model.task(),
                position,
                answer.condition(session),
                answer.inputs(),
                new SplittableRandom(answer.seed()));
        return new Attribution(
                LogitAttribution.of(model, query, position, inputs, show, HowFar.watched(session, "Attributing")),
                session.requireModel().provenance());
    }

    @Override
    Class<Attribution> resultType() {
        return Attribution.class;
    }

    @Override
    List<String> examples() {
        return List.of("%attribute answer=A1", "%attribute answer=A2 where=\"A1=1\" show=5");
    }
}
