package org.inversionview.kernel.cell;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Runs the compiler where it has room: it descends once for every level that an expression is nested. */
final class DeepStack {

    private static final long BYTES = 512L << 20;

    private DeepStack() {}

    /** Returns a result that is made there; throws as that does. */
    static <T> T of(Supplier<T> work) {
        try {
            return call(work::get);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException exception ? exception : new IllegalStateException(e);
        }
    }

    /**
     * Runs work on a thread of its own and returns its result.
     *
     * @throws ExecutionException with what the work threw
     */
    static <T> T call(Callable<T> work) throws ExecutionException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "compiler", BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // What runs is ended by the evaluator's interrupt only.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
