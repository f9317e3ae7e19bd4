package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.inversionview.models.engine.PyTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Times a sweep over all sites and positions of the addition model, its decoder proposing 256 inputs a query: in one loop, with
 * one worker, and with two. Each computes on one thread of PyTorch, in a process of its own, and takes turns with the others.
 */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = "Times a sweep over addition with one worker and with two, against the same in one loop.")
final class SweepBenchmark implements Callable<Integer> {

    private static final List<String> WAYS = List.of("one loop", "1 worker", "2 workers");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each takes its turn; ${DEFAULT-VALUE} if not given.")
    private int rounds;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "2",
            description = "Queries at each site and position; ${DEFAULT-VALUE} if not given.")
    private int queries;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        TurnOptions.require("rounds", rounds, 1, TurnOptions.MOST);
        TurnOptions.require("queries", queries, 1, TurnOptions.MOST);
        double[][] seconds = new double[WAYS.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int workers = 0; workers < WAYS.size(); workers++) {
                seconds[workers][round] = seconds(workers);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        double loop = Turn.median(seconds[0]);
        for (int workers = 0; workers < WAYS.size(); workers++) {
            double median = Turn.median(seconds[workers]);
            out.printf(Locale.ROOT, "%-10s %8.1f s  %.2f times the loop%n", WAYS.get(workers), median, loop / median);
        }
        out.printf(
                Locale.ROOT,
                "2 workers are %.2f times as fast as 1; medians of %d, %d queries, one thread each, models loaded by the workers%n",
                Turn.median(seconds[1]) / Turn.median(seconds[2]),
                rounds,
                queries);
        out.flush();
        return 0;
    }

    private double seconds(int workers) throws IOException {
        Map<String, String> environment = new TreeMap<>(PyTorch.THREADS_WAIT);
        return Turn.ofOurs(List.of("sweep-turn", "--workers=" + workers, "--queries=" + queries), environment)
                .path("seconds")
                .asDouble();
    }
}
