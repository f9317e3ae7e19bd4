package org.inversionview.magics.options;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which query inputs a sweep asks about, and how its work is parted. */
public final class SweptQueriesOptions {

    private static final int USUAL = 20;

    @Option(
            names = "queries",
            paramLabel = "N",
            description = "how many query inputs are drawn from the task, the same for all; without it " + USUAL)
    private @Nullable Integer count;

    @Option(
            names = "input",
            paramLabel = "TEXT;…",
            completionCandidates = Candidates.Inputs.class,
            description = "query inputs of your own, several with a semicolon between, in place of drawn ones")
    private @Nullable String given;

    @Option(
            names = "in-item",
            defaultValue = "10",
            paramLabel = "N",
            description =
                    "how many queries one piece of work has at most: a kill loses the pieces in work, and each becomes a file")
    private int inItem;

    /**
     * Returns the queries that are meant.
     *
     * @throws InvalidRequestException if one is no input of the task
     */
    SweepPlan.Queries of(Task task) {
        if (given == null) {
            return new SweepPlan.Queries(Objects.requireNonNullElse(count, USUAL), List.of(), inItem);
        }
        if (count != null) {
            throw new InvalidRequestException(
                    "queries", count, "inputs of your own are given: leave one of the two out");
        }
        List<String> texts = Arrays.stream(given.split(";", -1))
                .map(String::strip)
                .map(text -> new NamedInput(task, task.parse(text)).text())
                .distinct()
                .toList();
        return new SweepPlan.Queries(texts.size(), texts, inItem);
    }
}
