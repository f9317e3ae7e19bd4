package org.inversionview.kernel.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.models.recipe.WordRecipe;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Teaches a probed model words that its training lacked. */
@Command(
        name = "words",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Teaches a probed model words that its training lacked, from texts in which they occur: only their"
                        + " embeddings learn, so that its decoder goes on to fit. Writes a copy of the model.")
final class TrainWordsCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME|FOLDER",
            description = "The probed model: shipped, or in a folder with a card.")
    private String model = "";

    @Option(
            names = "--task",
            required = true,
            paramLabel = "NAME",
            description = "The texts: a task with the tokens of the model's own, such as ioi-subjects.")
    private String texts = "";

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where the copy goes.")
    private Path out = Path.of("");

    @Option(names = "--steps", defaultValue = "300", paramLabel = "N", description = "Optimiser steps.")
    private long steps;

    @Option(names = "--batch", defaultValue = "128", paramLabel = "N", description = "Texts a step.")
    private int batch;

    @Option(names = "--learning-rate", defaultValue = "0.01", paramLabel = "X", description = "AdamW's peak rate.")
    private double learningRate;

    @Option(names = "--seed", defaultValue = "0", paramLabel = "N", description = "Of every random choice.")
    private long seed;

    @Option(names = "--device", defaultValue = "auto", paramLabel = "auto|cpu|gpu0", description = "Where to compute.")
    private String device = "auto";

    @Mixin
    private Threads threads = new Threads();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        threads.apply();
        TaskRegistry tasks = new TaskRegistry();
        TrainingPlan usual = WordRecipe.defaultPlan();
        TrainingPlan plan = new TrainingPlan(
                steps,
                batch,
                usual.warmUp(),
                usual.matrixRate(),
                learningRate,
                usual.floor(),
                usual.weightDecay(),
                usual.clip(),
                usual.averaging(),
                seed);
        WordRecipe recipe =
                new WordRecipe(tasks, tasks.named(texts), plan, device, InterruptibleTraining.command(spec));
        return InterruptibleTraining.run(listener -> recipe.train(model, out, listener), out, spec);
    }
}
