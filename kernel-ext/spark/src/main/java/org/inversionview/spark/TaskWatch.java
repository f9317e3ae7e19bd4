package org.inversionview.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Hears what becomes of the tasks of the next job: those that end well, and why others do not. */
final class TaskWatch extends SparkListener {

    private final BiConsumer<Integer, Double> done;
    private final Set<Object> stages = new HashSet<>();
    private final Map<Integer, Failures> failed = new TreeMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private int job = -1;

    /**
     * Why a task failed.
     *
     * @param times those that Spark counts: not those of a machine that went away
     * @param unfit what an executor lacks that every item needs; nothing where the failure is the item's own
     * @param why the last time
     */
    record Failures(int times, Optional<String> unfit, String why) {

        static final Failures NONE = new Failures(0, Optional.empty(), "");

        Failures and(TaskFailedReason reason) {
            if (reason instanceof ExceptionFailure e) {
                return e.className().equals(UnfitExecutorException.class.getName())
                        ? new Failures(times + 1, Optional.of(e.description()), e.description())
                        : new Failures(times + 1, unfit, "%s: %s".formatted(e.className(), e.description()));
            }
            return new Failures(
                    times + 1, unfit, reason.toErrorString().lines().findFirst().orElse(""));
        }
    }

    /**
     * Watches.
     *
     * @param done hears the number of a task that ended well, and its seconds
     */
    TaskWatch(BiConsumer<Integer, Double> done) {
        this.done = done;
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart started) {
        if (job < 0) {
            job = started.jobId();
            stages.addAll(CollectionConverters.asJava(started.stageIds()));
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
        if (!stages.contains(ended.stageId())) {
            return; // of a job before
        }
        int task = ended.taskInfo().partitionId();
        if (ended.taskInfo().successful()) {
            done.accept(task, ended.taskInfo().duration() / 1e3);
        } else if (ended.reason() instanceof TaskFailedReason reason && reason.countTowardsTaskFailures()) {
            failed.put(task, failed.getOrDefault(task, Failures.NONE).and(reason));
        }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd ended) {
        if (ended.jobId() == job) {
            end.countDown();
        }
    }

    /** Returns the tasks that failed, when the job is over. */
    Map<Integer, Failures> failed() throws InterruptedException {
        end.await();
        synchronized (this) {
            return new HashMap<>(failed);
        }
    }
}
