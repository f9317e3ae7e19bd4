package org.inversionview.kernel.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.Tasks;
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
            names = "--dropout",
            paramLabel = "X",
            defaultValue = "" + ProbedModelRecipe.DROPOUT,
            description = "Dropout on what is written to the residual stream; ${DEFAULT-VALUE} if not given.")
    private double dropout;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ProbedModelRecipe recipe = recipe();
        return InterruptibleTraining.run(listener -> recipe.train(out, listener), out, spec);
    }

    private ProbedModelRecipe recipe() {
        try {
            Task what = Tasks.named(task);
            TrainingPlan plan = options.over(ProbedModelRecipe.defaultPlan());
            return new ProbedModelRecipe(
                    what, ProbedModelRecipe.defaultConfig(what), plan, dropout, InterruptibleTraining.command(spec));
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }
}
