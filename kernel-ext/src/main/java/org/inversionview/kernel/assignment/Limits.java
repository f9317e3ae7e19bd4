package org.inversionview.kernel.assignment;

import java.time.Duration;

/**
 * What a submission may take.
 *
 * @param cell how long a cell may run before it is interrupted
 * @param whole how long all of it may take before its process is killed
 * @param megabytes of Java's heap
 */
public record Limits(Duration cell, Duration whole, int megabytes) {

    /** Two minutes a cell, fifteen in all, a gigabyte. */
    public static final Limits USUAL = new Limits(Duration.ofMinutes(2), Duration.ofMinutes(15), 1_024);

    /** More threads are a flood. */
    static final int MOST_THREADS = 400;
}
