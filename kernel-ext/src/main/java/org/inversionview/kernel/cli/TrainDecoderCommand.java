package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.command.Download;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.recipe.DecoderFolder;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
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
            paramLabel = "NAME|FOLDER",
            description = "The probed model: shipped, in a folder, or a GPT-2 of the Hugging Face hub.")
    private String model = "";

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where decoder and checkpoint go; the model's folder if train probed wrote that, else"
                    + " trained/MODEL.")
    private @Nullable Path out;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Whose inputs the decoder learns; the model's own if not given.")
    private @Nullable String task;

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

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Held-out queries a site by which the finished decoder is measured; ${DEFAULT-VALUE} if not given.")
    private int queries;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Path folder = prepared(err);
        return InterruptibleTraining.run(listener -> train(folder, listener), folder, spec);
    }

    private Path prepared(PrintWriter err) {
        try {
            return new DecoderFolder(new TaskRegistry(), new HubModels(HubSettings.ofThisUser()), new Download(view -> {
                        err.println(view.bundle().text());
                        err.flush();
                    }))
                    .prepare(model, Optional.ofNullable(task), Optional.ofNullable(out));
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private boolean train(Path folder, Progress.Listener listener) throws IOException {
        TrainingPlan plan = options.over(DecoderRecipe.defaultPlan());
        try (LoadedModel loaded =
                LoadedModel.load(LoadedModel.Request.ofFolder(folder, options.device()), new TaskRegistry())) {
            ProbedModel probed = loaded.probed();
            DecoderRecipe recipe = new DecoderRecipe(
                    DecoderRecipe.config(probed, width, layers),
                    plan,
                    sameTokenAttention,
                    rebalance,
                    measureEvery,
                    EvaluationSettings.DEFAULT.withQueries(queries),
                    Optional.ofNullable(start),
                    InterruptibleTraining.command(spec));
            OptionalDouble minutes = options.minutes();
            return (minutes.isEmpty() ? recipe : recipe.lasting(minutes.getAsDouble(), probed, folder))
                    .train(probed, folder, listener);
        }
    }
}
