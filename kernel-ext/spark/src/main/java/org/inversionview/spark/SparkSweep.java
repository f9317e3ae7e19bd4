package org.inversionview.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.TimeLeft;
import org.inversionview.models.sweep.WorkItem;

/**
 * Runs a plan's items on the executors of a Spark application, into a folder that all of them and the driver reach.
 *
 * <p>Spark tries a task again that failed, and elsewhere what was lost with an executor. The item of a task that fails as often
 * as Spark's {@code spark.task.maxFailures} allows becomes a row with its error, and the others go on.
 */
final class SparkSweep {

    private static final int MOST_TASKS = 20_000;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final SweepPlan plan;
    private final String path;
    private final HadoopFolder folder;
    private final int threads;
    private final long start = System.nanoTime();

    /**
     * Takes the folder.
     *
     * @param path of the folder, as Hadoop reads it
     * @param threads of PyTorch in an executor
     * @throws IOException in one line, if the folder cannot be read or written
     */
    SparkSweep(SparkSession spark, SweepPlan plan, String path, int threads) throws IOException {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.plan = plan;
        this.path = path;
        this.folder = new HadoopFolder(path, plan, context.hadoopConfiguration());
        this.threads = threads;
    }

    /**
     * Runs what is left to do.
     *
     * @param listener hears after each task how much of this run's work is done, by cost; for one thread at a time
     * @throws IOException in one line, if the executors can do none of the items, or Spark gives up
     */
    Sweep.Outcome run(ProgressListener listener) throws IOException, InterruptedException {
        folder.begin();
        List<WorkItem> left = left();
        Progress progress = new Progress(left, listener);
        while (!left.isEmpty() && !attempt(left, progress)) {
            left = left();
        }
        int missing = left().size();
        if (missing > 0) {
            throw new IOException(
                    "rows of %s items do not stand in %s where the driver looks for them: name a folder that all machines share, or hdfs://…, s3a://…"
                            .formatted(missing, path));
        }
        int items = plan.items().size();
        return new Sweep.Outcome(items, items, (System.nanoTime() - start) / 1e9);
    }

    private List<WorkItem> left() throws IOException {
        Set<String> finished = folder.finished();
        return plan.items().stream()
                .filter(item -> !finished.contains(item.name()))
                .toList();
    }

    /** Runs items in one job; returns whether all of them came to an end, else those that cannot have their rows now. */
    private boolean attempt(List<WorkItem> left, Progress progress) throws IOException, InterruptedException {
        int tasks = Math.min(left.size(), MOST_TASKS);
        TaskWatch watch = new TaskWatch((task, seconds) -> progress.done(part(left, task, tasks), seconds));
        spark.sparkContext().addSparkListener(watch);
        try {
            items(left, tasks).toJavaRDD().foreachPartitionAsync(task()).get();
            watch.failed(); // all is heard
            return true;
        } catch (ExecutionException e) {
            keepRowsOfFailed(left, tasks, watch.failed(), e);
            return false;
        } finally {
            spark.sparkContext().removeSparkListener(watch);
        }
    }

    private Dataset<String> items(List<WorkItem> left, int tasks) {
        List<String> names = left.stream().map(WorkItem::name).toList();
        return spark.createDataset(
                context.parallelize(new ArrayList<>(names), tasks).rdd(), Encoders.STRING());
    }

    /** Returns the items of a task, as Spark parts a list. */
    private static List<WorkItem> part(List<WorkItem> items, int task, int tasks) {
        int from = (int) ((long) task * items.size() / tasks);
        int to = (int) ((task + 1L) * items.size() / tasks);
        return items.subList(from, to);
    }

    private ItemTask task() throws IOException {
        return new ItemTask(
                context.broadcast(SweepJob.of(plan, path, threads)),
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())));
    }

    private void keepRowsOfFailed(
            List<WorkItem> left, int tasks, Map<Integer, TaskWatch.Failures> failed, ExecutionException end)
            throws IOException {
        int most = spark.sparkContext().conf().getInt("spark.task.maxFailures", 4);
        Set<String> finished = folder.finished();
        int kept = 0;
        for (Map.Entry<Integer, TaskWatch.Failures> one : failed.entrySet()) {
            TaskWatch.Failures failures = one.getValue();
            if (failures.unfit().isPresent()) {
                throw new IOException(failures.unfit().get(), end);
            }
            if (failures.times() >= most) {
                Optional<WorkItem> item = part(left, one.getKey(), tasks).stream()
                        .filter(each -> !finished.contains(each.name()))
                        .findFirst();
                if (item.isPresent()) {
                    String why = "%s times an executor failed with it: %s".formatted(most, failures.why());
                    folder.keep(item.get(), List.of(SweepRow.failed(item.get(), why)));
                }
                kept++;
            }
        }
        if (kept == 0) {
            throw new IOException("Spark gave up: " + end.getMessage(), end);
        }
    }

    /** How far this run is. */
    private final class Progress {

        private final TimeLeft time;
        private final ProgressListener listener;
        private final Set<WorkItem> done = new HashSet<>();
        private final int items;

        Progress(List<WorkItem> items, ProgressListener listener) {
            this.time = new TimeLeft(items);
            this.listener = listener;
            this.items = items.size();
        }

        /** Takes note of items that a task was through with in so many seconds; some it may have found there. */
        synchronized void done(List<WorkItem> items, double seconds) {
            items.stream().filter(done::add).forEach(item -> time.done(item, seconds / items.size()));
            listener.on(new WorkProgress(time.share(), done.size(), this.items, (System.nanoTime() - start) / 1e9));
        }
    }
}
