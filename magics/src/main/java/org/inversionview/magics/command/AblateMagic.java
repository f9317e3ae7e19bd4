package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Ablation;
import org.inversionview.magics.session.Session;
import org.inversionview.models.causal.MeanAblation;
import org.inversionview.models.causal.Patch;
import org.inversionview.models.probed.ProbedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ablate",
        description = "Replaces activations, each alone, by their mean over inputs: how much does the output lose?")
final class AblateMagic extends MagicCommand<Ablation> {

    @Option(
            names = "patch",
            required = true,
            paramLabel = "SITE@POS,…",
            completionCandidates = Candidates.Patches.class,
            description = "activations to ablate: a0.0@A3,a0.1@A3 or a0.*@A3 or heads@A3")
    private String patch = "";

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Override
    Ablation run(Session session) {
        ProbedModel model = session.requireModel().probed();
        List<Patch> patches = Patch.parse(model, patch);
        String position = answer.position(model.task());
        MeanAblation ablation = new MeanAblation(model, position, answer.condition(session));
        return new Ablation(
                position,
                answer.where(),
                answer.inputs(),
                answer.seed(),
                ablation.measure(patches, answer.inputs(), answer.seed(), HowFar.watched(session, "Ablating")),
                session.requireModel().provenance());
    }

    @Override
    Class<Ablation> resultType() {
        return Ablation.class;
    }

    @Override
    List<String> examples() {
        return List.of("%ablate patch=heads@A1 answer=A2", "%ablate patch=m0@=,m1@= n=500");
    }
}
