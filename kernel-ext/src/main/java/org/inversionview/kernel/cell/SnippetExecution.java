package org.inversionview.kernel.cell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM and keeps their values: JShell itself hands out text only.
 *
 * <p>JShell's own in-process control would do but for the values, and because on JDK 17 it stops a snippet with
 * {@code Thread.stop}, which may strike in the middle of a native call. Here a snippet is interrupted, and left behind if
 * it does not end in time.
 */
final class SnippetExecution extends DirectExecutionControl implements ExecutionControlProvider {

    /** How long interrupted work may take to end; the next cell does not start before. */
    private static final long GRACE_MILLIS = 700;

    /** Code that prints ends with the next print; that takes a moment. */
    private static final long END_MILLIS = 50;

    private final SnippetLoader loader;
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable FutureTask<?> running;
    private volatile boolean stopped;
    private volatile boolean goesOn;

    SnippetExecution(SnippetLoader loader) {
        super(loader);
        this.loader = loader;
    }

    /** Returns a value by the text that JShell was given for it; null if it was null. */
    @Nullable
    Object value(String key) {
        return values.get(key);
    }

    /** Begins a cell, which nobody has stopped yet. */
    void begin() {
        stopped = false;
        goesOn = false;
    }

    /** Tells whether the cell was stopped. */
    boolean stopped() {
        return stopped;
    }

    /** Tells whether the code of a cell that was stopped did not end by that. */
    boolean goesOn() {
        return goesOn;
    }

    /** Returns what was said, since the last call, against classes of the cell. */
    Optional<String> takeObjection() {
        return loader.takeObjection();
    }

    void forgetValues() {
        values.clear();
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        try {
            return keep(call(() -> invoked(snippet)));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    /** What was thrown is read here, on the snippet's thread: its message is the user's code, too. */
    private static @Nullable Object invoked(Method snippet) throws RunException, IllegalAccessException {
        try {
            return snippet.invoke(null);
        } catch (InvocationTargetException e) {
            throw Thrown.toJShell(e.getTargetException());
        }
    }

    /**
     * Runs the user's code on a thread that {@link #stop} interrupts.
     *
     * @throws ExecutionException with what it threw
     * @throws StoppedException if the cell was stopped, before or meanwhile
     */
    <T extends @Nullable Object> T call(Callable<T> code)
            throws ExecutionException, StoppedException, InterruptedException {
        FutureTask<Ended<T>> task = new FutureTask<>(() -> ended(code));
        SnippetThread thread = new SnippetThread(task, loader);
        running = task;
        // In this order, and the other way round in stop: a stop that comes while the snippet compiles is not lost.
        if (stopped) {
            running = null;
            throw new StoppedException();
        }
        thread.start();
        try {
            return task.get().result();
        } catch (CancellationException e) {
            thread.join(GRACE_MILLIS); // what it shows in this time, such as what a magic has done, is seen
            thread.abandon();
            thread.join(END_MILLIS);
            goesOn = thread.isAlive();
            throw new StoppedException();
        } finally {
            running = null;
        }
    }

    /**
     * How the user's code ended: the task itself must not fail, because that would ask what was thrown for its message, on
     * another thread.
     */
    private record Ended<T extends @Nullable Object>(
            T value, @Nullable Throwable thrown) {

        T result() throws ExecutionException {
            if (thrown != null) {
                throw new ExecutionException(null, thrown);
            }
            return value;
        }
    }

    @SuppressWarnings("NullAway") // where something was thrown there is no value, and nobody asks for it
    private static <T extends @Nullable Object> Ended<T> ended(Callable<T> code) {
        try {
            return new Ended<>(code.call(), null);
        } catch (Throwable thrown) {
            return new Ended<>(null, thrown);
        }
    }

    private String keep(@Nullable Object value) {
        String key = "value " + count.incrementAndGet();
        if (value != null) {
            values.put(key, value);
        }
        return key;
    }

    @Override
    public void stop() {
        stopped = true;
        FutureTask<?> task = running;
        if (task != null) {
            task.cancel(true);
        }
    }

    @Override
    public String name() {
        return "cell";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, @Nullable Map<String, String> parameters) {
        return this;
    }
}
