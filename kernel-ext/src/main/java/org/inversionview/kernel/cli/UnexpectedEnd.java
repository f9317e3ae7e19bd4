package org.inversionview.kernel.cli;

import java.util.Arrays;
import java.util.function.Consumer;

/** Has something done if the JVM ends before this is closed: a cell may call {@code System.exit}, a person may kill it. */
final class UnexpectedEnd implements AutoCloseable {

    private static final int FAILED = 1;

    private final Thread hook;

    /**
     * @param last gets a line that says what happened; the JVM's exit code is not 0 then
     */
    UnexpectedEnd(Consumer<String> last) {
        hook = new Thread(() -> end(last), "end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end(Consumer<String> last) {
        try {
            last.accept(
                    exitWasCalled()
                            ? "the cell called System.exit, which ended the run"
                            : "the run was ended from outside while this cell ran");
        } finally {
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static boolean exitWasCalled() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(frames -> Arrays.stream(frames)
                        .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
                                && frame.getMethodName().equals("exit")));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already, and what was to be done is being done.
        }
    }
}
