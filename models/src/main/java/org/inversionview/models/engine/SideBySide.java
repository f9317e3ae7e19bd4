package org.inversionview.models.engine;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Computes independent rows in parts, several at a time: a core of their own serves the many small operations of a part better
 * than an equal share of every core does, which has to be waited for after each of them.
 *
 * <p>How rows are cut depends on how many there are and on the device alone, so the result does not depend on the number of
 * cores any more than that of a single operation does.
 */
public final class SideBySide {

    /** Rows of a part on a CPU, at most. */
    private static final int MOST_ROWS = 512;

    private SideBySide() {}

    /** What is computed of some rows. Called on several threads, whose gradients are as they are on a new one. */
    @FunctionalInterface
    public interface Part<R> {
        /**
         * Returns one result a row.
         *
         * @param from the first row, from 0
         * @param to the row after the last
         */
        List<R> rows(int from, int to);
    }

    /**
     * Returns the results of all rows in their order. The parts share the threads that an operation of the caller is spread over,
     * and are computed to their end whatever interrupts.
     */
    public static <R> List<R> compute(Device device, int rows, Part<R> part) {
        int parts = device.isGpu() ? 1 : Math.max(1, (rows + MOST_ROWS - 1) / MOST_ROWS);
        if (parts == 1) {
            return part.rows(0, rows);
        }
        List<List<R>> results = new ArrayList<>(Collections.nCopies(parts, List.of()));
        eachOnce(parts, i -> results.set(i, part.rows(start(i, parts, rows), start(i + 1, parts, rows))));
        return results.stream().flatMap(List::stream).toList();
    }

    private static int start(int part, int parts, int rows) {
        return (int) ((long) part * rows / parts);
    }

    /** Does all of the work, on as many threads as the caller's operations have, this one being the first of them. */
    private static void eachOnce(int parts, IntConsumer work) {
        int threads = PyTorch.threads();
        int workers = Math.min(threads, parts);
        Work shared = new Work(parts, work, new AtomicInteger(), new AtomicReference<>());
        List<Thread> others = IntStream.range(1, workers)
                .mapToObj(i -> new Thread(() -> shared.go(threads / workers), "inversionview-part-" + i))
                .toList();
        others.forEach(Thread::start);
        try {
            shared.go(threads / workers);
        } finally {
            others.forEach(SideBySide::await);
            PyTorch.spreadOver(threads);
        }
        shared.rethrow();
    }

    /** What is left to do, and the first failure. */
    private record Work(int parts, IntConsumer work, AtomicInteger next, AtomicReference<Throwable> failure) {

        void go(int threads) {
            try {
                PyTorch.spreadOver(threads);
                for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                    work.accept(part);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(parts);
            }
        }

        void rethrow() {
            Throwable first = failure.get();
            if (first instanceof Error error) {
                throw error;
            }
            if (first instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private static void await(Thread other) {
        boolean interrupted = false;
        while (other.isAlive()) {
            try {
                other.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
