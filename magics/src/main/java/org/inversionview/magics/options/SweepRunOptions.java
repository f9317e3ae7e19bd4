package org.inversionview.magics.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.magics.sweep.KeptSweep;
import org.inversionview.magics.sweep.PlannedSweep;
import org.inversionview.magics.sweep.SparkHome;
import org.inversionview.magics.sweep.SubmittedSweep;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a sweep runs, and where its rows go; none of them changes a row. */
public final class SweepRunOptions {

    private static final Pattern HERE = Pattern.compile("local(?:\\[(\\d{1,4}|\\*)])?");
    private static final Pattern MASTER = Pattern.compile("(?:spark|k8s)://\\S+|yarn");

    @Option(
            names = "workers",
            paramLabel = "N",
            description =
                    "how many work side by side, each on one thread with a model of its own; without it one a core, as far as memory goes, and on a GPU one")
    private @Nullable Integer workers;

    @Option(
            names = "out",
            paramLabel = "FOLDER",
            description =
                    "where rows go, and what is done is found: the same sweep goes on from there; without it sweeps/MODEL-…")
    private @Nullable Path out;

    @Option(
            names = "on",
            defaultValue = "local",
            paramLabel = "local|local[N]|MASTER",
            description =
                    "who does the work: local, this machine, with N workers; or the executors of a Spark master, such as spark://HOST:7077 or yarn, which must reach the folder, too")
    private String on = "";

    @Option(
            names = "spark",
            paramLabel = "FOLDER",
            description = "the Spark whose spark-submit sends it to a master; without it the one that SPARK_HOME names")
    private @Nullable Path spark;

    /**
     * Returns the sweep, not yet begun.
     *
     * @param loaded the plan's model
     * @param request for the same, as each worker loads it
     * @param tasks where its task is looked up
     */
    public PlannedSweep of(SweepPlan plan, LoadedModel loaded, LoadedModel.Request request, TaskRegistry tasks)
            throws IOException {
        Path folder = out == null ? SweepFolder.usual(plan) : out;
        Matcher here = HERE.matcher(on);
        if (here.matches()) {
            requireNone("spark", spark, "this machine's threads need none");
            return new KeptSweep(plan, folder, request, tasks, workers(loaded, here.group(1)));
        }
        if (!MASTER.matcher(on).matches()) {
            throw new InvalidRequestException(
                    "on", on, "write local, local[N], or a Spark master: spark://HOST:7077, k8s://…, yarn");
        }
        requireNone("workers", workers, "on %s each of Spark's executors is one".formatted(on));
        requireKnownElsewhere(plan, loaded.probed().task());
        return new SubmittedSweep(plan, folder, on, SparkHome.find(spark));
    }

    private int workers(LoadedModel loaded, @Nullable String inBrackets) {
        if (inBrackets == null || inBrackets.equals("*")) {
            return workers == null ? Sweep.usualWorkers(loaded) : Sweep.requireWorkers(workers);
        }
        requireNone("workers", workers, "on=%s says how many".formatted(on));
        return Sweep.requireWorkers(Integer.parseInt(inBrackets));
    }

    private static void requireNone(String option, @Nullable Object value, String why) {
        if (value != null) {
            throw new InvalidRequestException(option, value, "%s: leave it out".formatted(why));
        }
    }

    /** Executors know what jars declare, and nothing of this session. */
    private static void requireKnownElsewhere(SweepPlan plan, Task task) {
        if (!new TaskRegistry().names().contains(task.name())) {
            throw new InvalidRequestException(
                    "task",
                    task.name(),
                    "Spark's executors know only tasks that a jar declares, not this session's own");
        }
        for (String name : plan.features()) {
            if (task.features().stream().map(Feature::name).noneMatch(name::equals)) {
                throw new InvalidRequestException(
                        "feature", name, "Spark's executors know only the task's own, not this session's");
            }
        }
    }
}
