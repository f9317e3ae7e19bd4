package org.inversionview.kernel.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A cell that had not begun when its time was over is ended once it has; the next one is not. */
class TimeLimitTest {

    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void ends_again_until_closed() throws InterruptedException {
        CountDownLatch calls = new CountDownLatch(3);
        try (TimeLimit limit = new TimeLimit(Optional.of(Duration.ofMillis(1)), calls::countDown)) {
            assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(limit.passed()).isTrue();
        }
    }

    @Test
    void ends_nothing_after_it_was_closed() throws InterruptedException {
        TimeLimit limit = new TimeLimit(Optional.of(Duration.ofMillis(20)), ended::incrementAndGet);
        limit.close();
        Thread.sleep(100);
        assertThat(ended).hasValue(0);
        assertThat(limit.passed()).isFalse();
    }

    @Test
    void no_limit_ends_nothing() throws InterruptedException {
        try (TimeLimit limit = new TimeLimit(Optional.empty(), ended::incrementAndGet)) {
            Thread.sleep(20);
            assertThat(limit.passed()).isFalse();
        }
        assertThat(ended).hasValue(0);
    }
}
