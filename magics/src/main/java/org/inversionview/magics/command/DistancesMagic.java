package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Distances;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.MeasuredInputs;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.loading.LoadedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "distances", description = "Measures how far inputs of your own lie from the query activation.")
final class DistancesMagic extends QuestionMagic<Distances> {

    @Parameters(
            paramLabel = "TEXT",
            arity = "1..*",
            completionCandidates = Candidates.Inputs.class,
            description = "inputs to measure")
    private List<String> texts = List.of();

    @Override
    Distances run(Session session) {
        Query query = question().query(session);
        LoadedModel model = session.requireModel();
        List<int[]> inputs =
                texts.stream().map(text -> model.probed().task().parse(text)).toList();
        SamplingSettings usual = SamplingSettings.DEFAULT;
        SamplingSettings settings = new SamplingSettings(
                inputs.size(),
                question().epsilon(),
                question().metric(),
                usual.schedule(),
                question().match(),
                usual.seed(),
                0);
        return new Distances(MeasuredInputs.measure(model.probed(), model.provenance(), query, inputs, settings));
    }

    @Override
    Class<Distances> resultType() {
        return Distances.class;
    }

    @Override
    List<String> examples() {
        return List.of("%distances site=a1.3 pos=A1 929+877 741+950 834+977");
    }
}
