package org.inversionview.models.sweep;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.FeatureRegistry;

/**
 * Runs a plan's items on threads of this process, each with a model of its own, and so with native memory of its own. What Java
 * or PyTorch compute in parallel within an item stays on its worker's thread: so rows do not depend on the number of workers.
 *
 * <p>Items whose rows are kept are not run again. Where the thread is interrupted the items in work are given up, and the others'
 * rows stay.
 */
public final class Sweep {

    private static final int MOST_WORKERS = 256;

    private final SweepPlan plan;
    private final ModelSource models;
    private final FeatureRegistry features;

    /** How a worker comes by its model, which it closes. */
    @FunctionalInterface
    public interface ModelSource {
        LoadedModel load() throws IOException;
    }

    /**
     * How far a sweep came.
     *
     * @param done items whose rows are kept, those of earlier runs too
     * @param items of the plan
     * @param seconds of this run
     */
    public record Outcome(int done, int items, double seconds) {

        /** Returns whether nothing is left to do. */
        public boolean isComplete() {
            return done == items;
        }
    }

    /**
     * Prepares a sweep.
     *
     * @param features that the plan's names mean, beside the task's own
     */
    public Sweep(SweepPlan plan, ModelSource models, FeatureRegistry features) {
        this.plan = plan;
        this.models = models;
        this.features = features;
    }

    /**
     * Returns how many workers serve a model well here: on a GPU one; else one a core, as long as their weights fit into a quarter
     * of this machine's memory.
     */
    public static int usualWorkers(LoadedModel model) {
        if (!model.probed().device().equals("cpu")) {
            return 1;
        }
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        long fit = memory / 4 / Math.max(1, model.bytes());
        int cores = Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
        return (int) Math.max(1, Math.min(cores, fit));
    }

    /**
     * Returns a number of workers that there can be.
     *
     * @throws InvalidRequestException if it is below 1 or above 256
     */
    public static int requireWorkers(int workers) {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new InvalidRequestException("number of workers", workers, "it must be from 1 to " + MOST_WORKERS);
        }
        return workers;
    }

    /** Runs what is left to do, unheard. */
    public Outcome run(SweepStore store, int workers) throws IOException {
        return run(store, workers, ProgressListener.NONE);
    }

    /**
     * Runs what is left to do.
     *
     * @param workers threads, from 1 to 256
     * @param listener hears after each item how much of this run's work is done, by cost; for one thread at a time
     * @throws IOException if rows cannot be kept, or a model not be loaded
     */
    public Outcome run(SweepStore store, int workers, ProgressListener listener) throws IOException {
        requireWorkers(workers);
        List<WorkItem> all = plan.items();
        Set<String> finished = store.finished();
        List<WorkItem> left =
                all.stream().filter(item -> !finished.contains(item.name())).toList();
        Run run = new Run(store, left, listener);
        run.on(Math.min(workers, left.size()));
        return new Outcome(all.size() - left.size() + run.done, all.size(), run.seconds());
    }

    /** One run of what is left. */
    private final class Run {

        private final SweepStore store;
        private final Queue<WorkItem> queue;
        private final int items;
        private final ProgressListener listener;
        private final TimeLeft time;
        private final long start = System.nanoTime();
        private int done;

        Run(SweepStore store, List<WorkItem> left, ProgressListener listener) {
            this.store = store;
            this.queue = new ConcurrentLinkedQueue<>(left);
            this.items = left.size();
            this.listener = listener;
            this.time = new TimeLeft(left);
        }

        void on(int workers) throws IOException {
            int threads = PyTorch.threads();
            List<ForkJoinPool> pools = new ArrayList<>();
            List<Future<?>> working = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                ForkJoinPool pool = WorkerThread.open();
                pools.add(pool);
                working.add(pool.submit(this::work));
            }
            try {
                for (Future<?> worker : working) {
                    worker.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw asItWas(e);
            } finally {
                end(pools);
                PyTorch.spreadOver(threads);
            }
        }

        private Void work() throws IOException {
            PyTorch.spreadOver(1);
            try (LoadedModel model = models.load()) {
                ItemRunner runner = new ItemRunner(model, plan, features);
                WorkItem item = queue.poll();
                while (item != null && !Thread.currentThread().isInterrupted()) {
                    long began = System.nanoTime();
                    store.keep(item, runner.rows(item));
                    heard(item, (System.nanoTime() - began) / 1e9);
                    item = queue.poll();
                }
            } catch (CancellationException interrupted) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                queue.clear(); // the others end with what they have
                throw e;
            }
            return null;
        }

        private synchronized void heard(WorkItem item, double took) {
            done++;
            time.done(item, took);
            listener.on(new WorkProgress(time.share(), done, items, seconds()));
        }

        double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Waits until no worker holds native memory; interrupted ones end with their batch. */
    private static void end(List<ForkJoinPool> pools) {
        pools.forEach(ForkJoinPool::shutdownNow);
        boolean interrupted = Thread.interrupted();
        for (ForkJoinPool pool : pools) {
            while (!pool.isTerminated()) {
                try {
                    pool.awaitTermination(1, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException asItWas(ExecutionException failure) throws IOException {
        Throwable cause = failure.getCause();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof IOException e) {
                throw e;
            }
            if (each instanceof InvalidRequestException e) {
                throw e;
            }
        }
        throw new IllegalStateException("a worker of the sweep failed", cause);
    }
}
