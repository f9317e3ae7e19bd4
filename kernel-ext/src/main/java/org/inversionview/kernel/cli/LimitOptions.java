package org.inversionview.kernel.cli;

import java.time.Duration;
import java.util.Locale;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.assignment.Limits;
import picocli.CommandLine.Option;

/** What a notebook of an assignment may take while it runs. */
final class LimitOptions {

    private static final double SHORTEST = 0.1;
    private static final int LONGEST = 86_400;
    private static final int LEAST_MEGABYTES = 64;
    private static final int MOST_MEGABYTES = 1_000_000;
    private static final double MILLIS = 1e3;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long a cell may run; then it is interrupted, and has failed.")
    private double timeout;

    @Option(
            names = "--total",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "How long a notebook may run; then its process is killed.")
    private double total;

    @Option(names = "--memory", paramLabel = "MB", defaultValue = "1024", description = "Java's heap for a notebook.")
    private int memory;

    /**
     * Returns the limits.
     *
     * @throws UserMistake if there can be none such
     */
    Limits limits() {
        if (memory < LEAST_MEGABYTES || memory > MOST_MEGABYTES) {
            throw new UserMistake(String.format(
                    Locale.ROOT,
                    "--memory %s: give megabytes, from %s to %,d",
                    memory,
                    LEAST_MEGABYTES,
                    MOST_MEGABYTES));
        }
        return new Limits(duration("--timeout", timeout), duration("--total", total), memory);
    }

    private static Duration duration(String option, double seconds) {
        if (!(seconds >= SHORTEST && seconds <= LONGEST)) {
            throw new UserMistake(String.format(
                    Locale.ROOT, "%s %s: give seconds, from %s to %,d", option, seconds, SHORTEST, LONGEST));
        }
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }
}
