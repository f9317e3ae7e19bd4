package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final List<Integer> items = IntStream.range(0, 20).boxed().toList();
    private final List<String> done = new ArrayList<>();

    private void work(int fits, int from, List<Integer> batch) {
        if (batch.size() > fits) {
            throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
        }
        assertThat(batch.get(0)).isEqualTo(from);
        done.add(from + "+" + batch.size());
    }

    @Test
    void batches_come_in_order() {
        Batches.forEach(items, 8, (from, batch) -> work(8, from, batch));
        assertThat(done).containsExactly("0+8", "8+8", "16+4");
    }

    @Test
    void a_batch_that_does_not_fit_is_halved_until_it_does() {
        Batches.forEach(items, 16, (from, batch) -> work(5, from, batch));
        assertThat(done).containsExactly("0+4", "4+4", "8+4", "12+4", "16+4");
    }

    @Test
    void one_item_that_does_not_fit_and_other_errors_are_thrown() {
        assertThatThrownBy(() -> Batches.forEach(items, 4, (from, batch) -> work(0, from, batch)))
                .isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> Batches.forEach(items, 4, (from, batch) -> {
                    throw new EngineException("another");
                }))
                .hasMessage("another");
    }
}
