package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
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
    private static final int TRIES = 1000; // until an input has the position

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

    @Option(names = "--exact", description = "Also counts all members there are, where the task lists its inputs.")
    private boolean exact;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How many members of one query's preimage were found, and where asked for, how many there are; −1 where not. */
    private record Members(int first, int further, int searched, int all) {}

    @Override
    public Integer call() throws IOException {
        TurnOptions.require("queries", queries, 1, TurnOptions.MOST);
        TurnOptions.require("draws", draws, 1, 1_000_000);
        LoadedModel.Request request = new LoadedModel.Request(model, task, true, "cpu");
        try (LoadedModel loaded = LoadedModel.load(request, new TaskRegistry())) {
            for (String cell : cells) {
                report(cell, measured(cell, loaded));
            }
        }
        return 0;
    }

    private List<Members> measured(String cell, LoadedModel loaded) {
        String[] parts = cell.split("@", 2);
        if (parts.length < 2) {
            throw new UserMistake("--cells=%s: write SITE@POS, such as a1.3@S3".formatted(cell));
        }
        ActivationSite site = ActivationSite.parse(parts[0]);
        RandomGenerator random = new SplittableRandom(0);
        List<Members> members = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            members.add(members(drawn(loaded.probed().task(), site, parts[1], random), loaded));
        }
        return members;
    }

    private static InversionView.Query drawn(Task task, ActivationSite site, String position, RandomGenerator random) {
        Positions.require(task, position);
        for (int tried = 0; tried < TRIES; tried++) {
            int[] input = task.sample(random);
            OptionalInt found = Positions.find(task, input, position);
            if (found.isPresent()) {
                return new InversionView.Query(input, site, found.getAsInt());
            }
        }
        throw new UserMistake("hardly an input has the position %s: choose another".formatted(position));
    }

    private Members members(InversionView.Query query, LoadedModel loaded) {
        EpsilonPreimage searched = found(loaded, Source.SEARCH, 0, query);
        return new Members(
                inside(found(loaded, Source.TASK, 0, query)),
                inside(found(loaded, Source.TASK, 1, query)),
                searched.groups().get(1).inside(),
                exact ? inside(found(loaded, Source.EXACT, 0, query)) : -1);
    }

    private EpsilonPreimage found(LoadedModel loaded, Source source, long seed, InversionView.Query query) {
        return loaded.inversionView(source, new SourceSettings(draws, seed, draws, Optional.empty()))
                .inspect(query, SamplingSettings.DEFAULT);
    }

    /** Returns the distinct members but for the query, which is among those that a result keeps where it was drawn: D = 0. */
    private static int inside(EpsilonPreimage found) {
        boolean own = found.samples().stream().anyMatch(sample -> sample.text().equals(found.query()));
        return found.distinctInside() - (own ? 1 : 0);
    }

    private void report(String cell, List<Members> all) {
        PrintWriter out = spec.commandLine().getOut();
        line(out, cell + ", of all", all, one -> true);
        line(out, cell + ", where the first draws find fewer than " + ENOUGH, all, one -> one.first() < ENOUGH);
        line(out, cell + ", where the first draws find none", all, one -> one.first() == 0);
        out.flush();
    }

    private void line(PrintWriter out, String which, List<Members> all, Predicate<Members> chosen) {
        List<Members> some = all.stream().filter(chosen).toList();
        out.printf(
                Locale.ROOT,
                "%s: %d queries; at least %d members found by %,d further draws of %d, by as many runs of a search of %d;"
                        + " found %,d, by the search %,d",
                which,
                some.size(),
                ENOUGH,
                draws,
                enough(some, Members::further),
                enough(some, Members::searched),
                sum(some, Members::further),
                sum(some, Members::searched));
        out.println(
                exact
                        ? String.format(
                                Locale.ROOT,
                                "; there are so many in %d, %,d in all",
                                enough(some, Members::all),
                                sum(some, Members::all))
                        : "");
    }

    private static long enough(List<Members> some, ToIntFunction<Members> count) {
        return some.stream().filter(one -> count.applyAsInt(one) >= ENOUGH).count();
    }

    private static int sum(List<Members> some, ToIntFunction<Members> count) {
        return some.stream().mapToInt(count).sum();
    }
}
