package org.inversionview.magics.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.magics.session.Session;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.inversion.DecoderEvaluation;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.weights.ModelCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        description = "Measures the decoder on held-out queries: how many of its samples lie in the ε-preimage.")
final class EvaluateMagic extends MagicCommand<Evaluation> {

    @Option(names = "queries", defaultValue = "1000", paramLabel = "N", description = "held-out queries a site")
    private int queries;

    @Option(names = "eps", defaultValue = "0.1", paramLabel = "ε", description = "largest distance inside the preimage")
    private double epsilon;

    @Option(names = "seed", defaultValue = "1000000", paramLabel = "N", description = "of queries and samples")
    private long seed;

    @Option(
            names = "write",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "write the result into the card.json of the model's folder")
    private boolean write;

    @Override
    Evaluation run(Session session) throws IOException {
        LoadedModel model = session.requireDecoder();
        TrainedDecoder decoder = model.requireDecoder();
        Path folder = Path.of(model.name());
        if (write && !Files.exists(folder.resolve(ModelCard.FILE))) {
            throw new MagicException(
                    "write=true: model %s is shipped inside the jar, its card cannot be written; load it from a folder"
                            .formatted(model.name()));
        }
        EvaluationSettings settings = EvaluationSettings.DEFAULT
                .withQueries(queries)
                .withEpsilon(epsilon)
                .withSeed(seed);
        int sites = model.probed().sites().size();
        DecoderQuality quality = new DecoderEvaluation(model.probed(), settings)
                .measure(decoder, soFar -> session.screen().show(new Evaluation(soFar, sites, model.provenance())));
        if (write && quality.sites().size() == sites) {
            Cards.withQuality(ModelCard.read(folder), quality).write(folder);
        }
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
