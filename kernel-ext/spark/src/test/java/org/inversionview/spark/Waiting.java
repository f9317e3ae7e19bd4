package org.inversionview.spark;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what other processes do. */
final class Waiting {

    private static final Duration MOST = Duration.ofSeconds(150);
    private static final long OFTEN = 50;

    private Waiting() {}

    /**
     * Returns a value as soon as it is as it should be.
     *
     * @throws AssertionError if it takes too long
     */
    static <T> T until(String what, Callable<T> value, Predicate<T> right) throws InterruptedException {
        long end = System.nanoTime() + MOST.toNanos();
        try {
            T now = value.call();
            while (!right.test(now)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no %s after %s: %s".formatted(what, MOST, now));
                }
                Thread.sleep(OFTEN);
                now = value.call();
            }
            return now;
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
