package org.inversionview.models.engine;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a piece of work that is a list of independent items: cuts them into batches that fit into memory, in order, tells how
 * far it is, and ends between two batches when the thread is interrupted.
 *
 * <p>The work on a batch has two steps. The first computes its results and changes nothing else, so that it can be done again
 * on half of the items where the device's memory is full; the second keeps them, once. Immutable: what it was given stays.
 */
public final class WorkRunner {

    private static final Logger LOG = LoggerFactory.getLogger(WorkRunner.class);

    /** Items between two interrupts where each is run many times. */
    private static final int SMALL_STEP = 512;

    private final MemoryBudget memory;
    private final int most;
    private final LongSupplier clock;
    private final Reports reports;

    /** Where reports go, since when, and which part of the whole work they are about. */
    private record Reports(ProgressListener listener, long begin, double from, double to) {

        void on(double doneItems, int finished, int items, long now) {
            double share = from + (to - from) * doneItems / items;
            listener.on(new WorkProgress(share, finished, items, (now - begin) / 1e9));
        }
    }

    private WorkRunner(MemoryBudget memory, int most, LongSupplier clock, Reports reports) {
        this.memory = memory;
        this.most = most;
        this.clock = clock;
        this.reports = reports;
    }

    /**
     * Makes a runner that nobody hears of.
     *
     * @param clock nanoseconds since any moment
     */
    public WorkRunner(MemoryBudget memory, LongSupplier clock) {
        this(memory, Integer.MAX_VALUE, clock, new Reports(ProgressListener.NONE, 0, 0, 1));
    }

    /** Makes a runner that nobody hears of. */
    public WorkRunner(MemoryBudget memory) {
        this(memory, System::nanoTime);
    }

    /** Returns a runner with another clock: nanoseconds since any moment. */
    public WorkRunner timedBy(LongSupplier other) {
        return new WorkRunner(memory, most, other, reports);
    }

    /** Returns a runner whose work begins now and is heard of. */
    public WorkRunner heardBy(ProgressListener listener) {
        return new WorkRunner(memory, most, clock, new Reports(listener, clock.getAsLong(), 0, 1));
    }

    /**
     * Returns a runner of a part of this one's work.
     *
     * @param from share of this one's work that was done before, from 0
     * @param to share that is done after it, up to 1
     */
    public WorkRunner within(double from, double to) {
        double width = reports.to - reports.from;
        Reports part =
                new Reports(reports.listener, reports.begin, reports.from + from * width, reports.from + to * width);
        return new WorkRunner(memory, most, clock, part);
    }

    /** Returns a runner of batches of at most 512 items, of which an interrupt loses little. */
    public WorkRunner inSmallSteps() {
        return new WorkRunner(memory, Math.min(most, SMALL_STEP), clock, reports);
    }

    /** Returns how many items of a size in bytes make a batch. */
    public int atOnce(long bytesEach) {
        return Math.min(most, memory.items(bytesEach));
    }

    /**
     * Does the work, until the thread is interrupted.
     *
     * @param bytesEach about how much native memory an item takes while its batch is computed
     * @param compute returns a batch's results; is asked again for fewer items where memory was full, and may end the work with
     *     a {@link CancellationException}, which leaves its batch undone
     * @param keep takes a batch's results, each item's once
     * @return how many items were done: the first ones
     */
    public <T, R> int run(List<T> items, long bytesEach, Function<Batch<T>, R> compute, BiConsumer<Batch<T>, R> keep) {
        int size = atOnce(bytesEach);
        int done = 0;
        while (done < items.size() && !Thread.currentThread().isInterrupted()) {
            Computed<T, R> next;
            try {
                next = computed(items, done, size, compute);
            } catch (CancellationException interrupted) {
                break; // from here only: one of whoever keeps or listens is theirs
            }
            size = next.size;
            done += next.batch.size();
            keep(next, items.size(), keep);
        }
        return done;
    }

    /** Does all of the work, whatever interrupts: for what is of no use in part. */
    public <T, R> void runToEnd(
            List<T> items, long bytesEach, Function<Batch<T>, R> compute, BiConsumer<Batch<T>, R> keep) {
        int size = atOnce(bytesEach);
        int done = 0;
        while (done < items.size()) {
            Computed<T, R> next = computed(items, done, size, compute);
            size = next.size;
            done += next.batch.size();
            keep(next, items.size(), keep);
        }
    }

    /** A batch with its results, and how many items the next one may have. */
    private record Computed<T, R>(Batch<T> batch, R results, int size) {}

    private <T, R> Computed<T, R> computed(List<T> items, int from, int size, Function<Batch<T>, R> compute) {
        int count = size;
        while (true) {
            Batch<T> batch = batch(items, from, Math.min(items.size(), from + count));
            try {
                return new Computed<>(batch, compute.apply(batch), count);
            } catch (EngineException e) {
                count = fewer(batch, e);
            }
        }
    }

    private <T, R> void keep(Computed<T, R> computed, int items, BiConsumer<Batch<T>, R> keep) {
        keep.accept(computed.batch, computed.results);
        int done = computed.batch.from() + computed.batch.size();
        reports.on(done, done, items, clock.getAsLong());
    }

    private <T> Batch<T> batch(List<T> items, int from, int to) {
        return new Batch<>(
                from,
                items.subList(from, to),
                share -> reports.on(from + share * (to - from), from, items.size(), clock.getAsLong()));
    }

    /** Returns how many items to try next after a failure; throws it where fewer would not help. */
    private static int fewer(Batch<?> batch, EngineException failure) {
        if (!isOutOfMemory(failure) || batch.size() == 1) {
            throw failure;
        }
        int half = batch.size() / 2;
        LOG.warn("out of memory with {} items at once: going on with {}", batch.size(), half);
        return half;
    }

    private static boolean isOutOfMemory(EngineException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }
}
