package org.inversionview.magics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inversionview.models.inversion.Sample;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class DistanceHistogramTest {

    private static Sample at(double distance, int count) {
        return new Sample(
                "BE",
                List.of("B", "E"),
                count,
                distance,
                0,
                "B",
                distance <= 0.1,
                true,
                List.of(distance, 1.0),
                List.of());
    }

    private static double[] heights(XYChart chart, String series) {
        return chart.getSeries(series).getYData();
    }

    @Test
    void counts_proposals_on_the_right_side_of_epsilon() {
        XYChart chart = DistanceHistogram.of(List.of(at(0, 2), at(0.1, 3), at(0.1001, 5), at(0.35, 1)), 0.1);
        // two corners a bin: every bin's height stands twice
        assertThat(heights(chart, "inside ε")).containsExactly(2, 2, 0, 0, 0, 0, 0, 0, 3, 3);
        assertThat(heights(chart, "outside")).startsWith(5, 5, 0, 0).endsWith(1, 1);
    }

    @Test
    void keeps_far_samples_in_the_last_bin_and_leaves_out_those_without_a_distance() {
        XYChart chart = DistanceHistogram.of(List.of(at(50, 4), at(Double.POSITIVE_INFINITY, 9)), 0.1);
        assertThat(heights(chart, "outside")).endsWith(4, 4).doesNotContain(9);
    }
}
