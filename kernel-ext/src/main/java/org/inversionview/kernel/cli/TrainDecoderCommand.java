package org.inversionview.kernel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a decoder for a probed model. */
@Command(
        name = "decoder",
        mixinStandardHelpOptions = true,
        description =
                "Trains a decoder over all sites of a probed model; writes decoder.safetensors, and its quality into card.json.")
final class TrainDecoderCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FOLDER",
            description = "A folder that train probed wrote; the decoder and its checkpoint go there.")
    private Path model = Path.of("");

    @Option(
            names = "--start-from",
            paramLabel = "FILE",
            description = "A decoder.safetensors of the same shape to train further; random weights if not given.")
    private @Nullable Path start;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "160",
            description = "Width of the decoder, a multiple of 32; ${DEFAULT-VALUE} if not given.")
    private int width;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Blocks of the decoder; ${DEFAULT-VALUE} if not given.")
    private int layers;

    @Option(
            names = "--same-token-attention",
            paramLabel = "X",
            defaultValue = "0",
            description =
                    "Has block 0 begin by attending to equal tokens and to BOS, which helps where the decoder must"
                            + " count: the deviation of its first queries and keys, such as 0.1; ${DEFAULT-VALUE}, off, if not"
                            + " given.")
    private double sameTokenAttention;

    @Option(
            names = "--rebalance",
            paramLabel = "K",
            defaultValue = "" + DecoderRecipe.REBALANCE,
            description = "Draws sites with probability ∝ exp(K · (mean rate − rate)); ${DEFAULT-VALUE} if not given.")
    private double rebalance;

    @Option(
            names = "--measure-every",
            paramLabel = "N",
            defaultValue = "" + DecoderRecipe.MEASURE_EVERY,
            description = "Steps between measurements of the in-preimage rate; ${DEFAULT-VALUE} if not given.")
    private long measureEvery;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!Files.exists(model.resolve(ModelCard.FILE))) {
            throw new UserMistake("no %s in %s: train the probed model first, with train probed --out %s"
                    .formatted(ModelCard.FILE, model, model));
        }
        return InterruptibleTraining.run(this::train, model, spec);
    }

    private boolean train(Progress.Listener listener) throws IOException {
        TrainingPlan plan = options.over(DecoderRecipe.defaultPlan());
        try (LoadedModel loaded = LoadedModel.load(LoadedModel.Request.ofFolder(model, options.device()))) {
            ProbedModel probed = loaded.probed();
            DecoderRecipe recipe = new DecoderRecipe(
                    DecoderRecipe.config(probed, width, layers),
                    plan,
                    sameTokenAttention,
                    rebalance,
                    measureEvery,
                    Optional.ofNullable(start),
                    InterruptibleTraining.command(spec));
            OptionalDouble minutes = options.minutes();
            return (minutes.isEmpty() ? recipe : recipe.lasting(minutes.getAsDouble(), probed, model))
                    .train(probed, model, listener);
        }
    }
}
