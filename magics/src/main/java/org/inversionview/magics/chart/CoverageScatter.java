package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Inputs by their distance, on a logarithmic axis, and their probability under a decoder, with a line at ε. */
public final class CoverageScatter {

    private static final int HEIGHT = 320;
    private static final int SMALL_WIDTH = 210;
    private static final int SMALL_HEIGHT = 140;
    private static final double NEAREST = 0.1; // in ε: what is nearer is drawn there
    private static final double FARTHEST = 30;
    private static final Color MISSED = new Color(213, 94, 0); // vermilion of Okabe and Ito (2008)
    private static final Color OTHER = new Color(128, 128, 128, 110);
    private static final double LN_10 = Math.log(10);
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private final XYChart chart;
    private final double epsilon;
    private final int marker; // pixels
    private double lowest = Double.POSITIVE_INFINITY;

    private CoverageScatter(XYChart chart, double epsilon, int marker) {
        this.chart = chart;
        this.epsilon = epsilon;
        this.marker = marker;
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideS);
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setXAxisLogarithmic(true)
                .setXAxisMin(NEAREST * epsilon)
                .setXAxisMax(FARTHEST * epsilon)
                .setXAxisTickLabelsFormattingFunction(CoverageScatter::distance)
                .setYAxisTickLabelsFormattingFunction(CoverageScatter::power)
                .setYAxisMin(null)
                .setYAxisMax(0.0)
                .setAnnotationLineStroke(new BasicStroke(1.5f))
                .setAnnotationLineColor(Theme.EPSILON);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    /** Begins a chart without points. */
    public static CoverageScatter of(double epsilon) {
        return new CoverageScatter(
                new XYChartBuilder()
                        .width(Theme.WIDTH)
                        .height(HEIGHT)
                        .xAxisTitle("D, distance from the query activation")
                        .yAxisTitle("probability under the decoder")
                        .build(),
                epsilon,
                6);
    }

    /** Begins the same as a small picture, without words. */
    public static CoverageScatter small(double epsilon) {
        XYChart chart =
                new XYChartBuilder().width(SMALL_WIDTH).height(SMALL_HEIGHT).build();
        CoverageScatter scatter = new CoverageScatter(chart, epsilon, 4);
        chart.getStyler().setLegendVisible(false);
        return scatter;
    }

    /** Adds inputs outside the preimage; returns this. */
    public CoverageScatter outside(String name, double[] distances, double[] logProbabilities) {
        return points(name, distances, logProbabilities, OTHER, SeriesMarkers.CIRCLE);
    }

    /** Adds members that are likelier found than missed; returns this. */
    public CoverageScatter found(String name, double[] distances, double[] logProbabilities) {
        return points(name, distances, logProbabilities, Theme.INSIDE, SeriesMarkers.CIRCLE);
    }

    /** Adds members that are likelier missed than found; returns this. */
    public CoverageScatter missed(String name, double[] distances, double[] logProbabilities) {
        return points(name, distances, logProbabilities, MISSED, SeriesMarkers.DIAMOND);
    }

    /** Those without a finite distance or logarithm cannot be drawn. */
    private CoverageScatter points(
            String name, double[] distances, double[] logProbabilities, Color color, Marker shape) {
        int[] drawn = IntStream.range(0, distances.length)
                .filter(i -> Double.isFinite(distances[i]) && Double.isFinite(logProbabilities[i]))
                .toArray();
        if (drawn.length == 0) {
            return this;
        }
        double[] x = Arrays.stream(drawn)
                .mapToDouble(i -> Math.max(NEAREST, Math.min(FARTHEST, distances[i] / epsilon)) * epsilon)
                .toArray();
        double[] y = Arrays.stream(drawn)
                .mapToDouble(i -> Math.min(0, logProbabilities[i] / LN_10))
                .toArray();
        lowest = Math.min(lowest, Arrays.stream(y).min().orElse(0));
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(shape);
        series.setMarkerColor(color);
        chart.getStyler().setMarkerSize(marker);
        return this;
    }

    private static String distance(double value) {
        return BigDecimal.valueOf(value)
                .round(THREE_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String power(double logarithm) {
        return logarithm == 0 ? "1" : "1e" + Math.round(logarithm);
    }

    /** Returns the chart; something was added. */
    public XYChart chart() {
        chart.addAnnotation(new AnnotationLine(epsilon, true, false));
        return chart;
    }
}
