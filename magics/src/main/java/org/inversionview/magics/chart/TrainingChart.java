package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How a training went: loss on the left axis, what was measured, a share from 0 to 1, on the right one. */
public final class TrainingChart {

    private static final String SHARES = "share";

    private final XYChart chart;

    /**
     * Begins a chart with the curve of the loss.
     *
     * @param steps at which the losses were heard, at least one
     * @param losses nats a token
     */
    public TrainingChart(double[] steps, double[] losses) {
        chart = new XYChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .xAxisTitle("step")
                .yAxisTitle("loss, nats a token")
                .build();
        Theme.apply(chart.getStyler());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setYAxisMin(null);
        line("loss", steps, losses, Theme.INSIDE);
    }

    /** Adds what was measured on the way, shares from 0 to 1; returns this. */
    public TrainingChart measured(String name, double[] steps, double[] shares) {
        if (steps.length == 0) {
            return this;
        }
        XYSeries series = line(name, steps, shares, Theme.OUTSIDE);
        series.setYAxisGroup(1);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(Theme.OUTSIDE);
        chart.setYAxisGroupTitle(1, SHARES);
        chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
        chart.getStyler().setYAxisMin(1, 0.0).setYAxisMax(1, 1.0);
        return this;
    }

    private XYSeries line(String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(1.5f));
        return series;
    }

    /** Returns the chart. */
    public XYChart chart() {
        return chart;
    }
}
