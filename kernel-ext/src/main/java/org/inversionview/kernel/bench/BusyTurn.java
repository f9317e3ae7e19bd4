package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.ThreeDigitAddition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One turn of {@link BusyBenchmark}: a training as the first thing that a process does. */
@Command(name = "busy-turn", hidden = true, description = "One turn of bench busy; prints a line of JSON.")
final class BusyTurn implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "Where the model goes.")
    private Path folder = Path.of("");

    @Option(names = "--steps", required = true, description = "Steps of training.")
    private long steps;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Task task = new ThreeDigitAddition();
        ProbedModelRecipe recipe = new ProbedModelRecipe(
                task,
                ProbedModelRecipe.config(task, 128, 2, 4),
                ProbedModelRecipe.defaultPlan().withSteps(steps),
                new AttentionShaping(0, 0, 0),
                "cpu",
                "bench busy");
        long start = System.nanoTime();
        recipe.train(folder, progress -> {});
        double seconds = (System.nanoTime() - start) / 1e9;
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(Map.of("seconds", seconds)));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
