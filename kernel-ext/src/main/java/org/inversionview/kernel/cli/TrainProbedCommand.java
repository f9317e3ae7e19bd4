package org.inversionview.kernel.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.magics.options.ProbedOptions;
import org.inversionview.magics.options.TrainingOptions;
import org.inversionview.magics.options.Work;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a probed model. */
@Command(
        name = "probed",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        modelTransformer = WithDashes.class,
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

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private ProbedOptions probed = new ProbedOptions();

    @Mixin
    private Threads threads = new Threads();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        threads.apply();
        Work work = probed.of(new TaskRegistry().named(task), out, training, InterruptibleTraining.command(spec));
        return InterruptibleTraining.run(work, out, spec);
    }
}
