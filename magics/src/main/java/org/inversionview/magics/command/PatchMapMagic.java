package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.result.PatchMap;
import org.inversionview.magics.result.PatchingQuestion;
import org.inversionview.magics.session.Session;
import org.inversionview.models.causal.ContrastPair;
import org.inversionview.models.causal.OutputMetric;
import org.inversionview.models.causal.PatchingExperiment;
import org.inversionview.models.probed.ProbedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "patchmap",
        description = "Patches every activation alone, all sites at all positions: a heat map of which ones matter.")
final class PatchMapMagic extends MagicCommand<PatchMap> {

    @Mixin
    private PatchingOptions patching = new PatchingOptions();

    @Override
    PatchMap run(Session session) {
        ProbedModel model = session.requireModel().probed();
        PatchingQuestion question = patching.question(model.task());
        List<ContrastPair> pairs = patching.pairs(session);
        PatchingExperiment experiment = new PatchingExperiment(
                model, pairs, question.answer(), OutputMetric.LOGIT_DIFFERENCE, HowFar.watched(session, "Patching"));
        return new PatchMap(question, experiment.map(), session.requireModel().provenance());
    }

    @Override
    Class<PatchMap> resultType() {
        return PatchMap.class;
    }

    @Override
    List<String> examples() {
        return List.of("%patchmap answer=A2 change=F2,S2 n=500", "PatchMap map = %patchmap contrast=random n=500");
    }
}
