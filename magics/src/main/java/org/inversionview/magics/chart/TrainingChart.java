package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.inversionview.magics.Training;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How a training went: loss on the left axis, what was measured, a share from 0 to 1, on the right one. */
public final class TrainingChart {

    private static final String SHARES = "share";

    private TrainingChart() {}

    /** Returns the chart of a training of which at least one report was heard. */
    public static XYChart of(Training training) {
        XYChart chart = new XYChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .xAxisTitle("step")
                .yAxisTitle("loss, nats a token")
                .build();
        Theme.apply(chart.getStyler());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setYAxisMin(null);
        List<Training.Loss> losses = training.losses();
        line(
                chart,
                "loss",
                losses.stream().map(loss -> (double) loss.step()).toList(),
                losses.stream().map(Training.Loss::value).toList(),
                Theme.INSIDE);
        if (!training.readings().isEmpty()) {
            List<Double> steps = training.readings().stream()
                    .map(reading -> (double) reading.step())
                    .toList();
            XYSeries shares = line(chart, training.headline(), steps, training.headlines(), Theme.OUTSIDE);
            shares.setYAxisGroup(1);
            shares.setMarker(SeriesMarkers.CIRCLE);
            shares.setMarkerColor(Theme.OUTSIDE);
            chart.setYAxisGroupTitle(1, SHARES);
            chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
            chart.getStyler().setYAxisMin(1, 0.0).setYAxisMax(1, 1.0);
        }
        return chart;
    }

    private static XYSeries line(XYChart chart, String name, List<Double> x, List<Double> y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(1.5f));
        return series;
    }
}
