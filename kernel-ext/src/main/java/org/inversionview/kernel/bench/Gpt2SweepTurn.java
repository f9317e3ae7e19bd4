package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.WorkItem;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One turn of {@link Gpt2SweepBenchmark}: one head, in a process of its own that has no activations yet. */
@Command(name = "gpt2-sweep-turn", hidden = true, description = "One turn of bench gpt2-sweep; prints a line of JSON.")
final class Gpt2SweepTurn implements Callable<Integer> {

    private static final List<String> POSITIONS = List.of("IO", "S1", "S1+1", "S2", "END");
    private static final int WARM_UP = 5; // sentences, while Java compiles

    @Parameters(paramLabel = "FOLDER", description = "The model.")
    private Path folder = Path.of("");

    @Option(names = "--site", required = true, description = "The head.")
    private String site = "";

    @Option(names = "--queries", required = true, description = "How many sentences.")
    private int queries;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "0");
        TaskRegistry tasks = new TaskRegistry();
        try (LoadedModel model = LoadedModel.load(
                new LoadedModel.Request(folder.toString(), Optional.of("ioi-gpt2"), true, "cpu"), tasks)) {
            int draws = model.inputs().usualDraws();
            ItemRunner runner = new ItemRunner(model, plan(model, draws), tasks.features());
            double first = seconds(runner, 0, 1);
            seconds(runner, 1, 1 + WARM_UP);
            double each = seconds(runner, 1 + WARM_UP, 1 + WARM_UP + queries) / queries;
            Map<String, Object> found = Map.of("draws", draws, "draws_seconds", first - each, "sentence_seconds", each);
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(found));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private SweepPlan plan(LoadedModel model, int draws) {
        return new SweepPlan(
                ItemRunner.subject(model),
                List.of(Measure.INSPECT),
                List.of(site),
                POSITIONS,
                new SweepPlan.Queries(1 + WARM_UP + queries, List.of(), queries),
                new SweepPlan.Members(Source.TASK, 1, draws, new Nearness(0.1, Distance.EUCLIDEAN, "best")),
                List.of(),
                SweepPlan.Output.NONE,
                0);
    }

    /** Returns the seconds that this thread has a core for an item: all is computed on it, and others at work do not count. */
    private double seconds(ItemRunner runner, int from, int to) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        List<SweepRow> rows = runner.rows(new WorkItem(Measure.INSPECT, site, from, to));
        if (rows.size() != POSITIONS.size() * (to - from) || rows.stream().anyMatch(SweepRow::isFailed)) {
            throw new IllegalStateException("not measured: " + rows);
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e9;
    }
}
