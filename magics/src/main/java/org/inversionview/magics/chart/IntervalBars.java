package org.inversionview.magics.chart;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Numbers as bars with their intervals, one or two series side by side; every bar is labelled. */
public final class IntervalBars {

    private static final int UPRIGHT_CHARACTERS = 74; // that many fit under the bars
    private static final int GAP = 2;
    private static final List<Color> COLORS = List.of(Theme.INSIDE, Theme.OUTSIDE);

    private final CategoryChart chart;
    private int series;

    /** Begins a chart without bars. */
    public IntervalBars(String yAxisTitle) {
        chart = new CategoryChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .yAxisTitle(yAxisTitle)
                .build();
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setErrorBarsColor(Theme.EPSILON);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisTickMarkSpacingHint(1); // every label
        chart.getStyler().setXAxisMin(null).setYAxisMin(null);
    }

    /** Begins a chart of shares from 0 to 1. */
    public static IntervalBars ofShares(String yAxisTitle) {
        IntervalBars bars = new IntervalBars(yAxisTitle);
        bars.chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        return bars;
    }

    /**
     * Adds a bar a label; one without a number has no height.
     *
     * @param values heights
     * @param low ends of the intervals
     * @param high other ends of them
     * @return this
     */
    public IntervalBars add(String name, List<String> labels, double[] values, double[] low, double[] high) {
        Color color = COLORS.get(series++ % COLORS.size());
        chart.addSeries(
                        name,
                        labels,
                        Arrays.stream(values).mapToObj(IntervalBars::finite).toList(),
                        IntStream.range(0, values.length)
                                .mapToObj(i -> finite((high[i] - low[i]) / 2))
                                .toList())
                .setFillColor(color);
        chart.getStyler().setLegendVisible(series > 1);
        chart.getStyler().setXAxisLabelRotation(fitUpright(labels) ? 0 : 90);
        return this;
    }

    private static boolean fitUpright(List<String> labels) {
        int longest = labels.stream().mapToInt(String::length).max().orElse(0);
        return labels.size() * (longest + GAP) <= UPRIGHT_CHARACTERS;
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    /** Returns the chart. */
    public CategoryChart chart() {
        return chart;
    }
}
