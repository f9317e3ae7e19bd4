package org.inversionview.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cli.Everywhere;
import org.inversionview.magics.options.SweepOptions;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A sweep by the executors of a Spark application. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        modelTransformer = Everywhere.class,
        description = "Runs a sweep on Spark's executors. The same command goes on with one that was ended.")
final class SweepCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            paramLabel = "NAME|FOLDER",
            description =
                    "A shipped model, or a folder that train wrote: at the same path on all machines, or brought by --archives or --files.")
    private @Nullable String model;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Of a model without a card: whose inputs are asked about.")
    private @Nullable String task;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "The plan.json of a sweep, in place of a model and what to measure.")
    private @Nullable Path planned;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER|URL",
            description = "Where the rows go, as Parquet: a folder that all machines share, or hdfs://…, s3a://…")
    private String out = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of PyTorch in an executor; as many as spark.task.cpus if not given.")
    private @Nullable Integer threads;

    @Mixin
    private SweepOptions options = new SweepOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private double next; // second in which something is said again

    @Override
    public Integer call() throws InterruptedException {
        SparkConf settings = Settings.ofSubmission();
        int each = Objects.requireNonNullElse(threads, settings.getInt(Settings.TASK_CPUS, 1));
        if (each < 1) {
            throw new UserMistake("--threads %s: it must be 1 or above".formatted(each));
        }
        try {
            SweepPlan plan = plan(Settings.device(settings));
            try (SparkSession spark = SparkSession.builder().config(settings).getOrCreate()) {
                summary(spark, new SparkSweep(spark, plan, out, each).run(this::heard));
            }
            return 0;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private SweepPlan plan(String device) throws IOException {
        if ((model == null) == (planned == null)) {
            throw new UserMistake("what to measure? write --model, or --plan for what a sweep has planned before");
        }
        if (planned != null) {
            return StrictJson.read(planned, SweepPlan.class, "name the plan.json of a sweep");
        }
        TaskRegistry tasks = new TaskRegistry();
        LoadedModel.Request request =
                new LoadedModel.Request(Objects.requireNonNull(model), Optional.ofNullable(task), true, "cpu");
        try (LoadedModel loaded = LoadedModel.load(request, tasks)) {
            return options.plan(loaded, tasks.features()).on(device);
        }
    }

    /** Says how far it is, once a second at most. */
    private void heard(WorkProgress progress) {
        if (progress.seconds() < next && progress.share() < 1) {
            return;
        }
        next = progress.seconds() + 1;
        double left = progress.seconds() * (1 - progress.share()) / progress.share();
        say(String.format(Locale.ROOT, "%d of %d items, %.0f s left", progress.done(), progress.items(), left));
    }

    private void summary(SparkSession spark, Sweep.Outcome outcome) {
        Row counts = spark.read()
                .option("pathGlobFilter", "*.parquet") // the plan is none
                .parquet(out)
                .agg(
                        functions.count("*"),
                        functions.count_if(functions.col("error").notEqual("")))
                .head();
        say(String.format(
                Locale.ROOT,
                "%d items in %s: %d rows, %d of them with an error, %.1f s",
                outcome.items(),
                out,
                counts.getLong(0),
                counts.getLong(1),
                outcome.seconds()));
    }

    private void say(Object line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
