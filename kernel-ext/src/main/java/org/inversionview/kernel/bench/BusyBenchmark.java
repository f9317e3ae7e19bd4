package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inversionview.kernel.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times steps of training beside busy loops: with our settings, and with threads that spin while they wait. */
@Command(
        name = "busy",
        mixinStandardHelpOptions = true,
        description = "Times a training on a busy machine, with waiting threads that sleep and that spin.")
final class BusyBenchmark implements Callable<Integer> {

    /** What OpenMP does where nothing is set; it goes before OMP_WAIT_POLICY. */
    private static final Map<String, String> SPINNING = Map.of("GOMP_SPINCOUNT", "300000");

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many loops keep the machine busy; ${DEFAULT-VALUE} if not given.")
    private int loops;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Steps of training a turn; ${DEFAULT-VALUE} if not given.")
    private int steps;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often both take turns; ${DEFAULT-VALUE} if not given.")
    private int rounds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        TurnOptions.require("loops", loops, 0, TurnOptions.MOST);
        TurnOptions.require("steps", steps, 1, TurnOptions.MOST);
        TurnOptions.require("rounds", rounds, 1, TurnOptions.MOST);
        AtomicBoolean ended = new AtomicBoolean();
        for (int i = 0; i < loops; i++) {
            Thread loop = new Thread(() -> {
                while (!ended.get()) {
                    Thread.onSpinWait();
                }
            });
            loop.setDaemon(true);
            loop.start();
        }
        try {
            measure(spec.commandLine().getOut());
        } finally {
            ended.set(true);
        }
        return 0;
    }

    private void measure(PrintWriter out) throws IOException {
        double[] asleep = new double[rounds];
        double[] spinning = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            asleep[round] = seconds(Map.of());
            spinning[round] = seconds(SPINNING);
            out.printf(
                    Locale.ROOT,
                    "round %s: threads wait asleep %.1f s, spinning %.1f s%n",
                    round + 1,
                    asleep[round],
                    spinning[round]);
            out.flush();
        }
        out.printf(
                Locale.ROOT,
                "median of %s rounds, %s steps beside %s busy loops on %s cores: asleep %.1f s, spinning %.1f s%n",
                rounds,
                steps,
                loops,
                Runtime.getRuntime().availableProcessors(),
                Turn.median(asleep),
                Turn.median(spinning));
        out.flush();
    }

    private double seconds(Map<String, String> environment) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("inversionview-bench")) {
            return Turn.ofOurs(List.of("busy-turn", folder.path().toString(), "--steps=" + steps), environment)
                    .path("seconds")
                    .asDouble();
        }
    }
}
