package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.CoverageSettings;
import org.inversionview.models.inversion.DecoderCoverage;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Compares what a decoder finds with whole ε-preimages, for a task that lists its inputs: AUROC of its log-probability for
 * membership, the share of members that n proposals contain (Huang et al. 2024, of preimages that are not too large), and what
 * is estimated of the same from draws of the task.
 */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description = "Compares what a decoder finds with whole preimages, for queries that are drawn and not chosen.")
final class CoverageBenchmark implements Callable<Integer> {

    /** The paper's: of larger preimages no thousand proposals can hold the greater part. */
    private static final int LARGEST = 1000;

    private static final String ROW = "%-10s  %7d  %,16.0f  %5.3f  %s (%d queries)  %8.3f  %8.3f  %d of %d%n";

    @Parameters(paramLabel = "MODEL", description = "A shipped model or a folder that train wrote.")
    private String model = "";

    @Option(
            names = "--cells",
            split = ",",
            required = true,
            paramLabel = "SITE@POS",
            description = "Sites and positions, such as a1.2@=,a1.1@A1.")
    private List<String> cells = List.of();

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "10",
            description = "Queries of each; ${DEFAULT-VALUE} if not given.")
    private int queries;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "50",
            description = "Members of each preimage to ask the decoder about; ${DEFAULT-VALUE} if not given.")
    private int members;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu0",
            defaultValue = "cpu",
            description = "Where to compute; ${DEFAULT-VALUE} if not given.")
    private String device = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What was found of one query's preimage: with all of it at hand, and with what draws hold of it. */
    private record Found(PreimageCoverage exact, PreimageCoverage estimated) {

        boolean agree() {
            return estimated.coverage().low() <= exact.coverage().high()
                    && exact.coverage().low() <= estimated.coverage().high();
        }
    }

    @Override
    public Integer call() throws IOException {
        TurnOptions.require("queries", queries, 1, TurnOptions.MOST);
        TurnOptions.requireDevice(device);
        List<Cell> chosen = cells.stream().map(Cell::parse).toList();
        LoadedModel.Request request = new LoadedModel.Request(model, Optional.empty(), true, device);
        try (LoadedModel loaded = LoadedModel.load(request, new TaskRegistry())) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("cell        queries  members (median)  AUROC  found, up to 1,000  coverage  estimate  agree");
            for (Cell cell : chosen) {
                report(cell, measured(cell, loaded), out);
            }
        }
        return 0;
    }

    private List<Found> measured(Cell cell, LoadedModel loaded) {
        DecoderCoverage exact = DecoderCoverage.ofAll(loaded.inputs(), loaded.requireDecoder());
        DecoderCoverage estimated = DecoderCoverage.usual(loaded.inputs(), loaded.requireDecoder(), 0);
        CoverageSettings settings = CoverageSettings.DEFAULT.withMembers(members);
        RandomGenerator random = new SplittableRandom(0);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            Query query = cell.drawn(loaded.probed().task(), random);
            WorkRunner runner = loaded.probed().runner();
            found.add(new Found(exact.measure(query, settings, runner), estimated.measure(query, settings, runner)));
        }
        return found;
    }

    private void report(Cell cell, List<Found> all, PrintWriter out) {
        List<Found> small =
                all.stream().filter(one -> one.exact().inside() <= LARGEST).toList();
        List<Found> known =
                all.stream().filter(one -> one.estimated().inside() > 0).toList();
        out.printf(
                Locale.ROOT,
                ROW,
                cell,
                all.size(),
                Turn.median(numbers(all, one -> one.exact().inside())),
                mean(all, one -> one.exact().auroc()),
                small.isEmpty()
                        ? "     -"
                        : String.format(
                                Locale.ROOT,
                                "%6.3f",
                                mean(small, one -> one.exact().found().value())),
                small.size(),
                mean(known, one -> one.exact().coverage().value()),
                mean(known, one -> one.estimated().coverage().value()),
                known.stream().filter(Found::agree).count(),
                known.size());
        out.flush();
    }

    private static double mean(List<Found> some, ToDoubleFunction<Found> number) {
        return Arrays.stream(numbers(some, number))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private static double[] numbers(List<Found> some, ToDoubleFunction<Found> number) {
        return some.stream().mapToDouble(number).toArray();
    }
}
