package org.inversionview.kernel.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.inversionview.kernel.cell.CellFailure;

/** Ends what takes too long, until closed. */
final class TimeLimit implements AutoCloseable {

    private static final double MILLIS = 1e3;

    private final Optional<Duration> limit;
    private final Timer timer = new Timer("timeout", true);
    private volatile boolean passed;

    TimeLimit(Optional<Duration> limit, Runnable end) {
        this.limit = limit;
        limit.ifPresent(time -> timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        passed = true;
                        end.run();
                    }
                },
                time.toMillis()));
    }

    boolean passed() {
        return passed;
    }

    /** Returns what is said of a cell that was ended. */
    CellFailure failure() {
        double seconds = limit.orElse(Duration.ZERO).toMillis() / MILLIS;
        return CellFailure.of("TimeoutException", "the cell took longer than %s s, and was ended".formatted(seconds));
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
