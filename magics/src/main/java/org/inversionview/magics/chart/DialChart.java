package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.DoubleStream;
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
        chart.getStyler().setYAxisMax(1.0).setYAxisDecimalPattern("0.0");
        double[] x = Arrays.stream(epsilons).map(one -> one / epsilon).toArray();
        double end = Math.max(1, Arrays.stream(x).max().orElse(1));
        EpsilonAxis.apply(chart.getStyler(), end, EpsilonAxis.PLOT_WIDTH, tick -> EpsilonAxis.distance(tick, epsilon));
        line(chart, "purity", x, purity, Theme.INSIDE);
        line(chart, "found", x, found, Theme.OUTSIDE);
        chart.getStyler().setAnnotationLineStroke(new BasicStroke(LINE)).setAnnotationLineColor(Theme.EPSILON);
        chart.addAnnotation(new AnnotationLine(1, true, false));
        return chart;
    }

    /** The first point stands there twice, nearly: see {@link EpsilonAxis#NEAR}. */
    private static void line(XYChart chart, String name, double[] x, double[] y, Color color) {
        int[] finite =
                IntStream.range(0, y.length).filter(i -> Double.isFinite(y[i])).toArray();
        if (finite.length == 0) {
            return;
        }
        int first = finite[0];
        XYSeries series = chart.addSeries(
                name,
                DoubleStream.concat(
                                DoubleStream.of(x[first] - EpsilonAxis.NEAR),
                                IntStream.of(finite).mapToDouble(i -> x[i]))
                        .toArray(),
                DoubleStream.concat(
                                DoubleStream.of(y[first]), IntStream.of(finite).mapToDouble(i -> y[i]))
                        .toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(LINE));
    }
}
