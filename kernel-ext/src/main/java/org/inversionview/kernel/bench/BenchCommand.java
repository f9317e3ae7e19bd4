package org.inversionview.kernel.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Times what a user waits for against a peer or another setting, both taking turns in one run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Times what a user waits for against the same in eager PyTorch, by the source of samples, on a busy machine, or by the number of workers; compares a search with draws, and what a decoder finds with whole preimages.",
        subcommands = {
            InspectBenchmark.class,
            TrainBenchmark.class,
            Gpt2Benchmark.class,
            Gpt2Turn.class,
            Gpt2SweepBenchmark.class,
            Gpt2SweepTurn.class,
            SearchBenchmark.class,
            CoverageBenchmark.class,
            BusyBenchmark.class,
            BusyTurn.class,
            SourcesBenchmark.class,
            SourcesTurn.class,
            SweepBenchmark.class,
            SweepTurn.class
        })
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what to time? write bench inspect, bench train, bench sources, bench search, bench coverage, bench sweep, bench gpt2, bench gpt2-sweep or bench busy");
    }
}
