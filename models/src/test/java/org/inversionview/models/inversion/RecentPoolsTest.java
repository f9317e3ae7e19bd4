package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.inversionview.models.TinyModels;
import org.junit.jupiter.api.Test;

class RecentPoolsTest {

    private static final int INPUTS = 100;

    private final AtomicInteger made = new AtomicInteger();

    private InputPool pool(long seed) {
        made.incrementAndGet();
        return InputPool.drawn(TinyModels.TASK, INPUTS, seed);
    }

    private InputPool get(RecentPools pools, int seed) {
        return pools.get("seed " + seed, () -> pool(seed));
    }

    @Test
    void makes_a_pool_once_while_it_is_at_hand() {
        RecentPools pools = new RecentPools(2, Long.MAX_VALUE);
        assertThat(get(pools, 1)).isSameAs(get(pools, 1));
        get(pools, 2);
        get(pools, 1);
        get(pools, 3); // 2 was used longest ago
        assertThat(made).hasValue(3);
        get(pools, 1);
        assertThat(made).hasValue(3);
        get(pools, 2);
        assertThat(made).hasValue(4);
        assertThat(pools.size()).isEqualTo(2);
    }

    @Test
    void is_bounded_in_bytes_and_always_has_the_last() {
        long one = pool(0).bytes();
        assertThat(one).isBetween(INPUTS * 100L, INPUTS * 200L);
        RecentPools pools = new RecentPools(100, 3 * one);
        for (int seed = 0; seed < 10; seed++) {
            get(pools, seed);
            assertThat(pools.size()).isLessThanOrEqualTo(3);
        }
        RecentPools none = new RecentPools(100, 1);
        get(none, 1);
        assertThat(none.size()).isEqualTo(1);
    }
}
