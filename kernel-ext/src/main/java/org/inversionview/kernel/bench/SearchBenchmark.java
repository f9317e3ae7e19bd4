package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Compares what a search finds with what as many further draws from the task find, both after the same first draws, for queries
 * that are drawn and not chosen. A member counts once, and the query itself never.
 */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "Compares members of preimages that a search finds with those that as many further draws find.")
final class SearchBenchmark implements Callable<Integer> {

    private static final int ENOUGH = 10; // members, from which on a preimage can be read

    @Parameters(paramLabel = "MODEL", description = "A shipped model or a folder.")
    private String model = "";

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "The model's task, where its folder has no card that says it.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--cells",
            split = ",",
            paramLabel = "SITE@POS",
            defaultValue = "a1.3@S3,a1.1@A1,a1.1@=,a1.0@A4",
            description = "Sites and positions; ${DEFAULT-VALUE} if not given.")
    private List<String> cells = List.of();

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "50",
            description = "Queries of each; ${DEFAULT-VALUE} if not given.")
    private int queries;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "20000",
            description = "First draws, further draws, and runs of the search; ${DEFAULT-VALUE} if not given.")
    private int draws;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu0",
            defaultValue = "cpu",
            description = "Where to compute; ${DEFAULT-VALUE} if not given.")
    private String device = "";

    @Option(names = "--exact", description = "Also counts all members there are, where the task lists its inputs.")
    private boolean exact;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * How many members of one query's preimage were found.
     *
     * @param count of different ones
     * @param beginnings how many different ones there are up to the matched position, behind which nothing counts; of up to a
     *     thousand members
     */
    private record Members(int count, int beginnings) {}

    /** What was found for one query by the first draws, by further ones, and by a search; and all, where asked for. */
    private record Found(Members first, Members further, Members searched, Members all) {}

    @Override
    public Integer call() throws IOException {
        TurnOptions.require("queries", queries, 1, TurnOptions.MOST);
        TurnOptions.require("draws", draws, 1, 1_000_000);
        TurnOptions.requireDevice(device);
        LoadedModel.Request request = new LoadedModel.Request(model, task, true, device);
        try (LoadedModel loaded = LoadedModel.load(request, new TaskRegistry())) {
            for (Cell cell : cells.stream().map(Cell::parse).toList()) {
                report(cell.toString(), measured(cell, loaded));
            }
        }
        return 0;
    }

    private List<Found> measured(Cell cell, LoadedModel loaded) {
        RandomGenerator random = new SplittableRandom(0);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            found.add(found(cell.drawn(loaded.probed().task(), random), loaded));
        }
        return found;
    }

    private Found found(Query query, LoadedModel loaded) {
        EpsilonPreimage first = inspected(loaded, Source.TASK, 0, query);
        Set<String> before = texts(first);
        EpsilonPreimage searched = inspected(loaded, Source.SEARCH, 0, query);
        return new Found(
                members(first),
                members(inspected(loaded, Source.TASK, 1, query)),
                new Members(searched.groups().get(1).inside(), beginnings(searched, before)),
                exact ? members(inspected(loaded, Source.EXACT, 0, query)) : new Members(0, 0));
    }

    private EpsilonPreimage inspected(LoadedModel loaded, Source source, long seed, Query query) {
        return loaded.inversionView(source, new SourceSettings(draws, seed, draws, Optional.empty()))
                .inspect(query, SamplingSettings.DEFAULT);
    }

    private static Set<String> texts(EpsilonPreimage found) {
        return found.inside().stream().map(Sample::text).collect(Collectors.toSet());
    }

    /** Counts all but the query itself. */
    private static Members members(EpsilonPreimage found) {
        boolean own = texts(found).contains(found.query());
        return new Members(found.distinctInside() - (own ? 1 : 0), beginnings(found, Set.of(found.query())));
    }

    private static int beginnings(EpsilonPreimage found, Set<String> but) {
        return (int) found.inside().stream()
                .filter(sample -> !but.contains(sample.text()))
                .map(sample -> sample.tokens().subList(0, sample.matchedPosition() + 1))
                .distinct()
                .count();
    }

    private void report(String cell, List<Found> all) {
        line(cell + ", all", all, one -> true);
        line(
                cell + ", first draws find fewer than " + ENOUGH,
                all,
                one -> one.first().count() < ENOUGH);
        line(cell + ", first draws find none", all, one -> one.first().count() == 0);
    }

    private void line(String which, List<Found> all, Predicate<Found> chosen) {
        List<Found> some = all.stream().filter(chosen).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s: %d queries; further draws find %s", which, some.size(), sum(some, Found::further));
        out.printf(Locale.ROOT, "; a search finds %s", sum(some, Found::searched));
        out.println(exact ? "; there are " + sum(some, Found::all) : "");
        out.flush();
    }

    private static String sum(List<Found> some, Function<Found, Members> which) {
        List<Members> members = some.stream().map(which).toList();
        return String.format(
                Locale.ROOT,
                "%,d members, at least %d of %d queries, at least %2$d beginnings of %d",
                members.stream().mapToInt(Members::count).sum(),
                ENOUGH,
                members.stream().filter(one -> one.count() >= ENOUGH).count(),
                members.stream().filter(one -> one.beginnings() >= ENOUGH).count());
    }
}
