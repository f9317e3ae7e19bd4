package org.inversionview.magics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Views;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class DialChartTest {

    /** As a reading has it: fifty steps, to ten times ε. */
    private static XYChart dial(double epsilon) {
        double[] epsilons =
                IntStream.rangeClosed(1, 50).mapToDouble(i -> i * epsilon / 5).toArray();
        double[] shares =
                IntStream.rangeClosed(1, 50).mapToDouble(i -> i / 50.0).toArray();
        return DialChart.of(epsilons, shares, shares, epsilon);
    }

    private static List<String> texts(XYChart chart) {
        String svg = String.valueOf(Views.of(chart).orElseThrow().data().get(MimeBundle.SVG));
        return Jsoup.parse(svg).select("text").eachText();
    }

    @Test
    void a_tick_stands_at_every_epsilon() {
        assertThat(texts(dial(0.1)))
                .doesNotContain("0.06", "0.12", "0.15")
                .filteredOn("0.3"::equals)
                .hasSize(2); // of both axes
        assertThat(texts(dial(0.02))).contains("0.02", "0.04", "0.06", "0.14", "0.18");
    }

    @Test
    void without_a_point_there_is_no_line() {
        double[] none = {};
        assertThat(DialChart.of(none, none, none, 0.1).getSeries("purity")).isNull();
        assertThat(DialChart.of(new double[] {0.1, 0.2}, new double[] {Double.NaN, 1}, new double[] {0, 1}, 0.1)
                        .getSeries("purity")
                        .getYData())
                .containsOnly(1);
    }
}
