package org.inversionview.models.sweep;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** The thread of one worker: what Java computes in parallel within an item stays on it, too. */
public final class WorkerThread {

    private WorkerThread() {}

    /** Returns a pool of one thread, which finds classes where the engine's are. */
    public static ForkJoinPool open() {
        return new ForkJoinPool(1, WorkerThread::thread, null, false);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setContextClassLoader(WorkerThread.class.getClassLoader());
        return thread;
    }
}
