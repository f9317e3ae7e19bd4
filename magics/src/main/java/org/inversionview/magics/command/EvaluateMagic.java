package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.inversionview.magics.options.EvaluationOptions;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.magics.session.Session;
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
        Evaluation begun =
                Evaluation.begun(model.requireDecoder().shape().sites().size(), model.provenance());
        Evaluation measured =
                begun.with(options.measure(model, soFar -> session.screen().show(begun.with(soFar))));
        return measured.with(
                options.measureCoverage(model, soFar -> session.screen().show(measured.with(Optional.of(soFar)))));
    }

    @Override
    boolean isRepeatable(List<String> arguments) {
        return arguments.stream().noneMatch(EvaluateMagic::writes);
    }

    /** What it writes into the card is no part of what it measures. */
    @Override
    String written(List<String> arguments) {
        return super.written(
                arguments.stream().filter(argument -> !writes(argument)).toList());
    }

    private static boolean writes(String argument) {
        return argument.equals("write") || argument.startsWith("write=");
    }

    @Override
    Class<Evaluation> resultType() {
        return Evaluation.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%evaluate", "%evaluate queries=200 eps=0.05", "%evaluate coverage=true", "Evaluation e = %evaluate");
    }
}
