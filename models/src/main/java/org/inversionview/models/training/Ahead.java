package org.inversionview.models.training;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a training need from Java alone, made for the next step by another thread while one computes.
 *
 * <p>What is made depends on the step only, so it is the same whichever thread makes it and when. For one thread, as a training is;
 * threads that it starts end by themselves.
 */
public final class Ahead<V> {

    private final LongFunction<V> making;
    private final long steps;
    private long nextStep;
    private @Nullable CompletableFuture<V> next;

    /**
     * Begins with nothing made.
     *
     * @param making gives what a step needs, from a generator of the step's own
     * @param steps of the training: nothing is made for later ones beforehand
     */
    public Ahead(LongFunction<V> making, long steps) {
        this.making = making;
        this.steps = steps;
    }

    /** Returns what a step needs, and has that of the one after it begun. */
    public V of(long step) {
        V made = next != null && step == nextStep ? joined(next) : making.apply(step);
        nextStep = step + 1;
        next = nextStep < steps ? CompletableFuture.supplyAsync(() -> making.apply(step + 1), Ahead::start) : null;
        return made;
    }

    /** Has it made anew for the next step, because what it depends on beside the step has changed. */
    public void forget() {
        next = null;
    }

    /** A thread of this one's own, which means the same session's tasks. */
    private static void start(Runnable work) {
        Thread thread = new Thread(work, "next step's examples");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits also where the thread is interrupted: a step that was begun is finished. */
    private static <V> V joined(CompletableFuture<V> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw e;
        }
    }
}
