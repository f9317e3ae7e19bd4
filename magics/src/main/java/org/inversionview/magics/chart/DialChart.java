package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Two shares against ε, with a line at the ε that was asked with. */
public final class DialChart {

    private static final float LINE = 2f;
    private static final int TICKS = 60; // pixels between two

    private DialChart() {}

    /**
     * Returns the chart.
     *
     * @param epsilons in ascending order
     * @param purity share at each, from 0 to 1; left out where it is no number
     * @param found share at each
     */
    public static XYChart of(double[] epsilons, double[] purity, double[] found, double epsilon) {
        XYChart chart = new XYChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .xAxisTitle("ε")
                .yAxisTitle("share")
                .build();
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler()
                .setYAxisMax(1.0)
                .setXAxisTickMarkSpacingHint(TICKS)
                .setXAxisDecimalPattern("0.0#")
                .setYAxisDecimalPattern("0.0");
        line(chart, "purity", epsilons, purity, Theme.INSIDE);
        line(chart, "found", epsilons, found, Theme.OUTSIDE);
        chart.getStyler().setAnnotationLineStroke(new BasicStroke(LINE)).setAnnotationLineColor(Theme.EPSILON);
        chart.addAnnotation(new AnnotationLine(epsilon, true, false));
        return chart;
    }

    private static void line(XYChart chart, String name, double[] x, double[] y, Color color) {
        int[] finite =
                IntStream.range(0, y.length).filter(i -> Double.isFinite(y[i])).toArray();
        if (finite.length == 0) {
            return;
        }
        XYSeries series = chart.addSeries(
                name,
                IntStream.of(finite).mapToDouble(i -> x[i]).toArray(),
                IntStream.of(finite).mapToDouble(i -> y[i]).toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(LINE));
    }
}
