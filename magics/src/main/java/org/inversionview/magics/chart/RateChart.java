package org.inversionview.magics.chart;

import java.util.List;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Proportion;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** A decoder's in-preimage rate at every site, with 95 % intervals. */
public final class RateChart {

    private static final int MOST_UPRIGHT_LABELS = 6;

    private RateChart() {}

    /** Returns the chart: a bar a site. */
    public static CategoryChart of(DecoderQuality quality) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .yAxisTitle("in-preimage rate")
                .build();
        Theme.apply(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMax(1.0).setXAxisLabelRotation(quality.sites().size() > MOST_UPRIGHT_LABELS ? 90 : 0);
        chart.getStyler().setXAxisMin(null);
        chart.getStyler().setErrorBarsColor(Theme.EPSILON);
        List<Proportion> rates =
                quality.sites().stream().map(DecoderQuality.Site::inside).toList();
        chart.addSeries(
                        "in-preimage rate",
                        quality.sites().stream().map(DecoderQuality.Site::name).toList(),
                        rates.stream().map(Proportion::value).toList(),
                        rates.stream()
                                .map(rate -> (rate.high() - rate.low()) / 2)
                                .toList())
                .setFillColor(Theme.INSIDE);
        return chart;
    }
}
