package org.inversionview.kernel.cli;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a probed model. */
@Command(
        name = "probed",
        mixinStandardHelpOptions = true,
        description = "Trains a probed model on a task's inputs; writes probed.safetensors and card.json.")
final class TrainProbedCommand implements Callable<Integer> {

    @Option(names = "--task", required = true, paramLabel = "NAME", description = "The task, such as addition.")
    private String task = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "Where the model and its checkpoint go.")
    private Path out = Path.of("");

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "32",
            description = "Width of the residual stream, a multiple of the heads; ${DEFAULT-VALUE} if not given.")
    private int width;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Blocks; ${DEFAULT-VALUE} if not given.")
    private int layers;

    @Option(
            names = "--heads",
            paramLabel = "N",
            defaultValue = "4",
            description = "Attention heads of each block; ${DEFAULT-VALUE} if not given.")
    private int heads;

    @Option(
            names = "--dropout",
            paramLabel = "X",
            defaultValue = "" + ProbedModelRecipe.DROPOUT,
            description = "Dropout on what is written to the residual stream; ${DEFAULT-VALUE} if not given.")
    private double dropout;

    @Option(
            names = "--attention-entropy",
            paramLabel = "X",
            defaultValue = "" + ProbedModelRecipe.ATTENTION_ENTROPY,
            description = "What a nat of attention entropy adds to the loss; ${DEFAULT-VALUE} if not given.")
    private double attentionEntropy;

    @Option(
            names = "--same-token-attention",
            paramLabel = "X",
            defaultValue = "0",
            description = "Has block 0 begin by attending to the own token's other occurrences and to BOS: the"
                    + " deviation of its first queries and keys, such as 0.1; ${DEFAULT-VALUE}, off, if not given.")
    private double sameTokenAttention;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ProbedModelRecipe recipe = recipe();
        OptionalDouble minutes = options.minutes();
        return InterruptibleTraining.run(
                listener ->
                        (minutes.isEmpty() ? recipe : recipe.lasting(minutes.getAsDouble(), out)).train(out, listener),
                out,
                spec);
    }

    private ProbedModelRecipe recipe() {
        try {
            Task what = new TaskRegistry().named(task);
            TrainingPlan plan = options.over(ProbedModelRecipe.defaultPlan());
            return new ProbedModelRecipe(
                    what,
                    ProbedModelRecipe.config(what, width, layers, heads),
                    plan,
                    new AttentionShaping(dropout, attentionEntropy, sameTokenAttention),
                    options.device(),
                    InterruptibleTraining.command(spec));
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }
}
