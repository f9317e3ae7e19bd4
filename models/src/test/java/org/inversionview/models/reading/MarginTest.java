package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MarginTest {

    /**
     * By hand: differences 0.8, 0.6, 0.4, −1 and 1 have mean 0.36 and variance 0.628, so t = 0.36 / √(0.628 / 5) = 1.0158; with
     * four degrees of freedom P(T &gt; t) = ½ − (t / √(t² + 4)) (3/2 − ½ t² / (t² + 4)) / 2, which is 0.1836.
     */
    @Test
    void is_a_paired_t_test_with_a_failure_and_a_success_more() {
        Margin margin = Margin.of(new double[] {0.9, 1, 0.5}, new double[] {0.1, 0.4, 0.1});
        double t = 0.36 / Math.sqrt(0.628 / 5);
        double cosine = t / Math.sqrt(t * t + 4);
        assertThat(margin.mean()).isCloseTo(0.6, within(1e-12));
        assertThat(margin.p()).isCloseTo(0.5 - cosine * (1.5 - 0.5 * cosine * cosine) / 2, within(1e-9));
        assertThat(margin.p()).isCloseTo(0.1836, within(1e-3));
    }

    @Test
    void a_few_queries_that_all_agree_show_nothing_and_many_do() {
        assertThat(agreeing(3).p()).isGreaterThan(0.05);
        assertThat(agreeing(30).p()).isLessThan(1e-9);
        assertThat(Margin.of(new double[0], new double[0]).p()).isEqualTo(1);
    }

    private static Margin agreeing(int queries) {
        double[] rates = new double[queries];
        Arrays.fill(rates, 1);
        return Margin.of(rates, new double[queries]);
    }

    @Test
    void rates_below_their_bases_are_not_above_chance() {
        assertThat(Margin.of(new double[20], agreeingBases()).p()).isGreaterThan(0.5);
    }

    private static double[] agreeingBases() {
        double[] bases = new double[20];
        Arrays.fill(bases, 0.3);
        return bases;
    }
}
