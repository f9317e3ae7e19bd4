package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideBySideTest {

    private final int before = PyTorch.threads();

    @BeforeEach
    void spreadOverTwo() {
        JniUtils.setNumThreads(2);
    }

    @AfterEach
    void spreadAsBefore() {
        Thread.interrupted();
        JniUtils.setNumThreads(before);
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 513, 1_024, 5_000})
    void rows_stand_in_their_order(int rows) {
        assertThat(SideBySide.compute(Device.cpu(), rows, SideBySideTest::numbers))
                .isEqualTo(numbers(0, rows));
    }

    @Test
    void two_parts_are_computed_at_the_same_time_with_a_thread_each() {
        CountDownLatch both = new CountDownLatch(2);
        Set<Integer> threads = ConcurrentHashMap.newKeySet();
        List<Boolean> met = SideBySide.compute(Device.cpu(), 1_024, (from, to) -> {
            threads.add(PyTorch.threads());
            both.countDown();
            return List.of(meets(both));
        });
        assertThat(met).containsExactly(true, true);
        assertThat(threads).containsExactly(1);
        assertThat(PyTorch.threads()).isEqualTo(2);
    }

    private static boolean meets(CountDownLatch both) {
        try {
            return both.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_caller_of_one_thread_computes_all_parts_itself() {
        JniUtils.setNumThreads(1);
        List<Thread> threads = SideBySide.compute(Device.cpu(), 2_000, (from, to) -> List.of(Thread.currentThread()));
        assertThat(threads).hasSize(4).containsOnly(Thread.currentThread());
    }

    @Test
    void a_gpu_computes_all_rows_at_once() {
        assertThat(SideBySide.compute(Device.gpu(), 5_000, (from, to) -> List.of(to - from)))
                .containsExactly(5_000);
    }

    @Test
    void a_failure_on_any_thread_is_the_caller_s_and_threads_are_as_before() {
        assertThatThrownBy(() -> SideBySide.compute(Device.cpu(), 1_024, (from, to) -> {
                    if (from > 0) {
                        throw new IllegalStateException("the second part");
                    }
                    return numbers(from, to);
                }))
                .hasMessage("the second part");
        assertThat(PyTorch.threads()).isEqualTo(2);
    }

    @Test
    void an_interrupt_is_kept_and_nothing_is_left_out() {
        Thread.currentThread().interrupt();
        assertThat(SideBySide.compute(Device.cpu(), 1_024, SideBySideTest::numbers))
                .hasSize(1_024);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
