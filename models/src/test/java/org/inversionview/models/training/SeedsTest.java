package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void a_step_s_generator_depends_on_seed_and_step_only() {
        assertThat(Seeds.ofStep(4, 9).nextLong()).isEqualTo(Seeds.ofStep(4, 9).nextLong());
    }

    @Test
    void no_two_steps_of_nearby_seeds_begin_alike() {
        Set<Long> first = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            for (long step = -2; step < 200; step++) {
                first.add(Seeds.ofStep(seed, step).nextLong());
            }
        }
        assertThat(first).hasSize(20 * 202);
    }
}
