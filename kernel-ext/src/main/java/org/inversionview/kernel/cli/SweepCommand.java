package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.command.HowFar;
import org.inversionview.magics.options.SweepOptions;
import org.inversionview.magics.options.SweepRunOptions;
import org.inversionview.magics.result.SweepRows;
import org.inversionview.magics.sweep.PlannedSweep;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the same of many sites, positions and queries: {@code %sweep} for the terminal. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        modelTransformer = Everywhere.class,
        description =
                "Asks the same at many sites and positions, of many queries, on all cores; keeps the rows in a folder as Parquet, and goes on from there.",
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:all is done; rows that failed say why",
            "1:it was interrupted, and the same command goes on; or it could not run",
            "2:wrong options"
        })
final class SweepCommand implements Callable<Integer> {

    private static final double SECONDS_BETWEEN_LINES = 5;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME|FOLDER",
            description = "A shipped model, a folder, or a GPT-2 of the Hugging Face hub.")
    private String model = "";

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Of a model without a card: whose inputs are asked about.")
    private @Nullable String task;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu0",
            defaultValue = "auto",
            description = "Where to compute: auto is the first GPU, if there is one.")
    private String device = "";

    @Mixin
    private SweepOptions options = new SweepOptions();

    @Mixin
    private SweepRunOptions running = new SweepRunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        TaskRegistry tasks = new TaskRegistry();
        LoadedModel.Request request = new LoadedModel.Request(model, Optional.ofNullable(task), true, device);
        try {
            PlannedSweep sweep;
            try (LoadedModel loaded = LoadedModel.load(request, tasks)) {
                sweep = running.of(options.plan(loaded, tasks.features()), loaded, request, tasks);
            }
            return run(sweep);
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private int run(PlannedSweep sweep) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (UntilInterrupted running = new UntilInterrupted()) {
            boolean complete = sweep.run(HowFar.ofSweep(view -> say(view, err), SECONDS_BETWEEN_LINES))
                    .isComplete();
            Thread.interrupted(); // what is done is shown
            out.println(SweepRows.read(sweep.path(), ""));
            out.flush();
            return complete ? 0 : 1;
        }
    }

    private static void say(Object view, PrintWriter err) {
        err.println(view);
        err.flush();
    }
}
