package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkRunnerTest {

    private final List<Integer> items = IntStream.range(0, 20).boxed().toList();
    private final List<Integer> kept = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();
    private final List<WorkProgress> heard = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(5_000_000_000L);

    /** Batches of so many items of one byte. */
    private WorkRunner runner(int atOnce) {
        return new WorkRunner(new MemoryBudget(atOnce), now::get);
    }

    private void keep(Batch<Integer> batch, List<Integer> results) {
        batches.add(batch.from() + "+" + batch.size());
        kept.addAll(results);
    }

    /** Runs work of which so many items fit into memory, and that fails in the middle of a batch. */
    private int run(WorkRunner runner, int fits) {
        return runner.run(
                items,
                1,
                batch -> {
                    List<Integer> results = new ArrayList<>();
                    for (Integer item : batch.items()) {
                        if (results.size() == fits) {
                            throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
                        }
                        results.add(item);
                    }
                    return results;
                },
                this::keep);
    }

    @AfterEach
    void nobody_is_left_interrupted() {
        Thread.interrupted();
    }

    @Test
    void batches_come_in_order() {
        assertThat(run(runner(8), 8)).isEqualTo(20);
        assertThat(batches).containsExactly("0+8", "8+8", "16+4");
        assertThat(kept).isEqualTo(items);
    }

    @Test
    void a_batch_that_does_not_fit_is_halved_until_it_does_and_nothing_is_kept_twice() {
        assertThat(run(runner(16), 5)).isEqualTo(20);
        assertThat(batches).containsExactly("0+4", "4+4", "8+4", "12+4", "16+4");
        assertThat(kept).isEqualTo(items);
    }

    @Test
    void one_item_that_does_not_fit_and_other_failures_are_thrown() {
        assertThatThrownBy(() -> run(runner(4), 0)).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> runner(4).run(items, 1, batch -> fail("another"), this::keep))
                .hasMessage("another");
        assertThat(kept).isEmpty();
    }

    private static List<Integer> fail(String message) {
        throw new EngineException(message);
    }

    @Test
    void a_failure_to_keep_is_not_tried_again() {
        assertThatThrownBy(() -> runner(4).run(items, 1, Batch::items, (batch, results) -> {
                    keep(batch, results);
                    fail("out of memory");
                }))
                .hasMessage("out of memory");
        assertThat(batches).containsExactly("0+4");
    }

    @Test
    void an_interrupt_ends_the_work_between_two_batches_and_says_how_much_was_done() {
        int done = runner(8).run(items, 1, Batch::items, (batch, results) -> {
            keep(batch, results);
            Thread.currentThread().interrupt();
        });
        assertThat(done).isEqualTo(8);
        assertThat(kept).isEqualTo(items.subList(0, 8));
    }

    @Test
    void a_batch_can_give_up_in_its_middle() {
        int done = runner(8)
                .run(
                        items,
                        1,
                        batch -> {
                            if (batch.from() == 8) {
                                throw new CancellationException();
                            }
                            return batch.items();
                        },
                        this::keep);
        assertThat(done).isEqualTo(8);
        assertThat(batches).containsExactly("0+8");
    }

    @Test
    void a_listener_that_is_cancelled_is_no_batch_that_gave_up() {
        WorkRunner runner = runner(8).heardBy(progress -> {
            throw new CancellationException("the listener's own");
        });
        assertThatThrownBy(() -> runner.run(items, 1, Batch::items, this::keep))
                .isInstanceOf(CancellationException.class)
                .hasMessage("the listener's own");
        assertThat(batches).containsExactly("0+8");
    }

    @Test
    void what_is_of_no_use_in_part_is_done_to_the_end() {
        Thread.currentThread().interrupt();
        runner(8).runToEnd(items, 1, Batch::items, this::keep);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kept).isEqualTo(items);
    }

    @Test
    void batches_are_as_large_as_memory_allows_but_small_where_an_interrupt_would_lose_much() {
        WorkRunner runner = runner(1 << 20);
        assertThat(runner.atOnce(1 << 10)).isEqualTo(1024);
        assertThat(runner.atOnce(1 << 30)).isEqualTo(1);
        assertThat(runner.atOnce(0)).isEqualTo(4096);
        assertThat(runner.inSmallSteps().atOnce(1 << 10)).isEqualTo(512);
        assertThat(runner.inSmallSteps().atOnce(1 << 15)).isEqualTo(32);
    }

    @Test
    void progress_is_heard_after_every_batch_and_within_one() {
        WorkRunner runner = runner(10).heardBy(heard::add);
        runner.run(
                items,
                1,
                batch -> {
                    batch.heard().accept(0.5);
                    now.addAndGet(1_500_000_000L);
                    return batch.items();
                },
                this::keep);
        assertThat(heard)
                .containsExactly(
                        new WorkProgress(0.25, 0, 20, 0),
                        new WorkProgress(0.5, 10, 20, 1.5),
                        new WorkProgress(0.75, 10, 20, 1.5),
                        new WorkProgress(1, 20, 20, 3));
    }

    @Test
    void parts_of_a_work_are_heard_of_as_parts() {
        WorkRunner whole = runner(20).heardBy(heard::add);
        whole.within(0, 0.8).run(items, 1, Batch::items, this::keep);
        now.addAndGet(2_000_000_000L);
        whole.within(0.8, 1).within(0.5, 1).run(items, 1, Batch::items, this::keep);
        assertThat(heard).extracting(WorkProgress::share).containsExactly(0.8, 1.0);
        assertThat(heard).extracting(WorkProgress::seconds).containsExactly(0.0, 2.0);
    }
}
