package org.inversionview.magics.chart;

import java.awt.Color;
import java.util.List;
import java.util.function.Function;
import org.inversionview.models.causal.Effect;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Effects as bars with their 95 % intervals, one or two series side by side. */
public final class EffectChart {

    private static final int UPRIGHT_CHARACTERS = 74; // that many fit under the bars
    private static final int GAP = 2;
    private static final List<Color> COLORS = List.of(Theme.INSIDE, Theme.OUTSIDE);

    private final CategoryChart chart;
    private int series;

    /** Begins a chart without bars. */
    public EffectChart(String yAxisTitle) {
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

    /** Adds a bar an item, labelled. */
    public <T> void add(String name, List<T> items, Function<T, String> label, Function<T, Effect> effect) {
        List<String> labels = items.stream().map(label).toList();
        List<Effect> effects = items.stream().map(effect).toList();
        Color color = COLORS.get(series++ % COLORS.size());
        chart.addSeries(
                        name,
                        labels,
                        effects.stream()
                                .map(Effect::mean)
                                .map(EffectChart::finite)
                                .toList(),
                        effects.stream()
                                .map(one -> finite((one.high() - one.low()) / 2))
                                .toList())
                .setFillColor(color);
        chart.getStyler().setLegendVisible(series > 1);
        chart.getStyler().setXAxisLabelRotation(fitUpright(labels) ? 0 : 90);
    }

    private static boolean fitUpright(List<String> labels) {
        int longest = labels.stream().mapToInt(String::length).max().orElse(0);
        return labels.size() * (longest + GAP) <= UPRIGHT_CHARACTERS;
    }

    /** A bar of an effect without inputs has no height. */
    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    /** Returns the chart. */
    public CategoryChart chart() {
        return chart;
    }
}
