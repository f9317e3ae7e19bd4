package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExactTestTest {

    /** Counted by hand: of C(8, 4) = 70 ways to choose four cups, 16 + 1 have three or four right, and 1 has all. */
    @Test
    void agrees_with_fisher_s_lady_tasting_tea() {
        assertThat(ExactTest.moreInside(3, 4, 4, 8)).isCloseTo(17.0 / 70, within(1e-12));
        assertThat(ExactTest.moreInside(4, 4, 4, 8)).isCloseTo(1.0 / 70, within(1e-12));
        assertThat(ExactTest.moreInside(0, 4, 4, 8)).isEqualTo(1);
    }

    /** By hand: 0.01·4/1, 0.02·4/2, 0.03·4/3 and 0.5·4/4, each no larger than those after it. */
    @Test
    void adjusts_for_the_number_of_tests_in_the_order_given() {
        assertThat(ExactTest.adjusted(new double[] {0.5, 0.03, 0.01, 0.02}))
                .containsExactly(new double[] {0.5, 0.04, 0.04, 0.04}, within(1e-12));
        assertThat(ExactTest.adjusted(new double[] {0.001, 0.9}))
                .containsExactly(new double[] {0.002, 0.9}, within(1e-12));
        assertThat(ExactTest.adjusted(new double[0])).isEmpty();
    }
}
