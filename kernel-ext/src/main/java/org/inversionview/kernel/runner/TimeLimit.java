package org.inversionview.kernel.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.inversionview.kernel.cell.CellFailure;

/** Ends what takes too long, until closed. */
public final class TimeLimit implements AutoCloseable {

    private static final double MILLIS = 1e3;
    private static final long AGAIN_MILLIS = 50;

    private final Optional<Duration> limit;
    private final Timer timer = new Timer("timeout", true);
    private volatile boolean passed;
    private boolean closed;

    /**
     * Begins the time.
     *
     * @param limit none if empty
     * @param end is called again and again once the time is over, as what is to end may not have begun
     */
    public TimeLimit(Optional<Duration> limit, Runnable end) {
        this.limit = limit;
        TimerTask ending = new TimerTask() {
            @Override
            public void run() {
                end(end);
            }
        };
        limit.ifPresent(time -> timer.schedule(ending, time.toMillis(), AGAIN_MILLIS));
    }

    private synchronized void end(Runnable end) {
        if (!closed) {
            passed = true;
            end.run();
        }
    }

    /** Tells whether the time is over. */
    public boolean passed() {
        return passed;
    }

    /** Returns what is said of a cell that was ended. */
    public CellFailure failure() {
        double seconds = limit.orElse(Duration.ZERO).toMillis() / MILLIS;
        return CellFailure.of("TimeoutException", "the cell took longer than %s s, and was ended".formatted(seconds));
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.cancel();
    }
}
