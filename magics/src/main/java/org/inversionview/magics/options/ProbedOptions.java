package org.inversionview.magics.options;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.Task;
import picocli.CommandLine.Option;

/** The options that only the training of a probed model has. */
public final class ProbedOptions {

    @Option(
            names = "heads",
            defaultValue = "" + ProbedModelRecipe.HEADS,
            paramLabel = "N",
            description = "probed: attention heads of each block")
    private int heads;

    @Option(
            names = "dropout",
            defaultValue = "" + ProbedModelRecipe.DROPOUT,
            paramLabel = "X",
            description = "probed: of what is written to the residual stream, from 0 to below 1")
    private double dropout;

    @Option(
            names = "attention-entropy",
            defaultValue = "" + ProbedModelRecipe.ATTENTION_ENTROPY,
            paramLabel = "X",
            description = "probed: what a nat of attention entropy adds to the loss; crisp heads are easier to read")
    private double attentionEntropy;

    /**
     * Returns the training that the options describe.
     *
     * @param command that repeats it, for the card
     * @throws org.inversionview.models.InvalidRequestException naming a number that is out of its bounds
     */
    public Work of(Task task, Path folder, TrainingOptions training, String command) {
        OptionalDouble minutes = training.minutes();
        ProbedModelRecipe recipe = new ProbedModelRecipe(
                task,
                ProbedModelRecipe.config(task, training.width(ProbedModelRecipe.WIDTH), training.layers(), heads),
                training.over(ProbedModelRecipe.defaultPlan()),
                new AttentionShaping(dropout, attentionEntropy, training.sameTokenAttention()),
                training.device(),
                command);
        return listener ->
                (minutes.isEmpty() ? recipe : recipe.lasting(minutes.getAsDouble(), folder)).train(folder, listener);
    }
}
