package org.inversionview.magics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class DistanceHistogramTest {

    private static double[] heights(XYChart chart, String series) {
        return chart.getSeries(series).getYData();
    }

    @Test
    void counts_proposals_on_the_right_side_of_epsilon() {
        XYChart chart = DistanceHistogram.of(new double[] {0, 0.1, 0.1001, 0.35}, new int[] {2, 3, 5, 1}, 0.1);
        // two corners a bin: every bin's height stands twice
        assertThat(heights(chart, "inside ε")).containsExactly(2, 2, 0, 0, 0, 0, 0, 0, 3, 3);
        assertThat(heights(chart, "outside")).startsWith(5, 5, 0, 0).contains(1, 1);
    }

    @Test
    void keeps_far_samples_in_the_last_bin_and_leaves_out_those_without_a_distance() {
        XYChart chart = DistanceHistogram.of(new double[] {50, Double.POSITIVE_INFINITY}, new int[] {4, 9}, 0.1);
        assertThat(heights(chart, "0.98 and beyond")).containsExactly(4, 4);
        assertThat(heights(chart, "outside")).containsOnly(0);
    }

    @Test
    void a_tick_stands_at_epsilon_whatever_it_is() {
        for (double epsilon : new double[] {0.1, 0.25, 1e-300, 1e300}) {
            XYChart chart = DistanceHistogram.of(new double[] {0.35}, new int[] {1}, epsilon);
            assertThat(chart.getStyler().getXAxisTickLabelsFormattingFunction().apply(1.0))
                    .startsWith("ε = ");
            assertThat(heights(chart, "inside ε")).hasSize(10);
        }
        XYChart usual = DistanceHistogram.of(new double[] {0.35}, new int[] {1}, 0.1);
        assertThat(usual.getStyler().getXAxisTickLabelsFormattingFunction().apply(1.0))
                .isEqualTo("ε = 0.1");
        assertThat(usual.getStyler().getXAxisTickLabelsFormattingFunction().apply(3.0))
                .isEqualTo("0.3");
    }
}
