package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.Tasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AheadTest {

    private static final long STEPS = 20;

    /** Who made what, by step. */
    private final Map<Long, Thread> makers = new ConcurrentHashMap<>();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private long square(long step) {
        makers.put(step, Thread.currentThread());
        LockSupport.parkNanos(Seeds.ofStep(3, step).nextInt(5_000_000)); // sometimes late, sometimes in time
        return step * step;
    }

    private Ahead<Long> squares() {
        return new Ahead<>(this::square, STEPS);
    }

    private static List<Long> taken(Ahead<Long> ahead) {
        return LongStream.range(0, STEPS).map(ahead::of).boxed().toList();
    }

    @Test
    void each_step_gets_its_own_whoever_made_it() {
        assertThat(taken(squares()))
                .isEqualTo(LongStream.range(0, STEPS)
                        .map(step -> step * step)
                        .boxed()
                        .toList());
        assertThat(makers).hasSize((int) STEPS).containsEntry(0L, Thread.currentThread());
        makers.remove(0L);
        assertThat(makers).doesNotContainValue(Thread.currentThread());
    }

    @Test
    void a_step_that_was_not_expected_is_made_at_once() {
        Ahead<Long> ahead = squares();
        assertThat(List.of(ahead.of(7), ahead.of(3), ahead.of(3), ahead.of(4))).containsExactly(49L, 9L, 9L, 16L);
        assertThat(makers).containsEntry(3L, Thread.currentThread());
    }

    @Test
    void what_was_forgotten_is_made_anew() {
        long[] factor = {1};
        Ahead<Long> ahead = new Ahead<>(step -> factor[0] * step, STEPS);
        ahead.of(1);
        factor[0] = 100;
        ahead.forget();
        assertThat(ahead.of(2)).isEqualTo(200);
    }

    @Test
    void an_interrupted_step_is_finished() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Ahead<Long> ahead = new Ahead<>(
                step -> {
                    if (step == 1) {
                        begun.countDown();
                    }
                    return square(step);
                },
                STEPS);
        ahead.of(0);
        begun.await();
        Thread.currentThread().interrupt();
        assertThat(ahead.of(1)).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void what_goes_wrong_in_the_other_thread_is_thrown_where_it_is_needed() {
        Ahead<Long> ahead = new Ahead<>(
                step -> {
                    if (step == 1) {
                        throw new InvalidRequestException("task", "same", "it needs more different inputs");
                    }
                    return step;
                },
                STEPS);
        assertThat(ahead.of(0)).isZero();
        assertThatThrownBy(() -> ahead.of(1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("task same: it needs more different inputs");
    }

    @Test
    void the_other_thread_means_the_same_session_s_tasks() {
        TaskRegistry own = new TaskRegistry();
        try (Tasks.Scope scope = Tasks.within(own)) {
            Ahead<TaskRegistry> ahead = new Ahead<>(step -> Tasks.current(), STEPS);
            assertThat(List.of(ahead.of(0), ahead.of(1))).allMatch(tasks -> tasks == own);
        }
    }
}
