package org.inversionview.kernel.cell;

/** Runs one snippet. Once its cell was interrupted it may go on, but prints nowhere any more. */
final class SnippetThread extends Thread {

    /** A cell that interrupts its group of threads interrupts none of the kernel's. */
    private static final ThreadGroup CELLS = new ThreadGroup("cells");

    private volatile boolean abandoned;

    SnippetThread(Runnable snippet, ClassLoader loader) {
        super(CELLS, snippet, "cell");
        setDaemon(true);
        setContextClassLoader(loader);
    }

    void abandon() {
        abandoned = true;
    }

    /** Tells whether the caller runs in a snippet whose cell was interrupted. */
    static boolean currentIsAbandoned() {
        return Thread.currentThread() instanceof SnippetThread thread && thread.abandoned;
    }
}
