package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import org.inversionview.magics.options.EvaluationOptions;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.loading.LoadedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "evaluate",
        description = "Measures the decoder on held-out queries: how many of its samples lie in the ε-preimage.")
final class EvaluateMagic extends MagicCommand<Evaluation> {

    @Mixin
    private EvaluationOptions options = new EvaluationOptions();

    @Override
    Evaluation run(Session session) throws IOException {
        LoadedModel model = session.requireDecoder();
        int sites = model.probed().sites().size();
        DecoderQuality quality = options.measure(
                model, soFar -> session.screen().show(new Evaluation(soFar, sites, model.provenance())));
        return new Evaluation(quality, sites, model.provenance());
    }

    @Override
    Class<Evaluation> resultType() {
        return Evaluation.class;
    }

    @Override
    List<String> examples() {
        return List.of("%evaluate", "%evaluate queries=200 eps=0.05", "Evaluation e = %evaluate");
    }
}
