package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How the proposals' distances are distributed: proposals a bin, duplicates counted, with a line at ε, where a tick stands. */
public final class DistanceHistogram {

    private static final int BINS_BELOW_EPSILON = 5;
    private static final int MOST_EPSILONS = 10; // on the axis; what is farther stands in the last bin
    private static final int SMALL_WIDTH = 210;
    private static final int SMALL_HEIGHT = 110;
    private static final double SMALL_PLOT_WIDTH = 150;

    private DistanceHistogram() {}

    /**
     * Returns the chart.
     *
     * @param distances of distinct inputs; those that are not finite are left out
     * @param counts how often each was proposed
     * @param epsilon ε, which falls on the edge of a bin
     */
    public static XYChart of(double[] distances, int[] counts, double epsilon) {
        XYChart chart = new XYChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .xAxisTitle("D, distance from the query activation")
                .yAxisTitle("proposals")
                .build();
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        return filled(chart, EpsilonAxis.PLOT_WIDTH, distances, counts, epsilon);
    }

    /** Returns the same as a small picture, without words: the numbers are as in {@link #of}. */
    public static XYChart small(double[] distances, int[] counts, double epsilon) {
        XYChart chart =
                new XYChartBuilder().width(SMALL_WIDTH).height(SMALL_HEIGHT).build();
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendVisible(false);
        return filled(chart, SMALL_PLOT_WIDTH, distances, counts, epsilon);
    }

    private static XYChart filled(XYChart chart, double plotWidth, double[] distances, int[] counts, double epsilon) {
        double farthest =
                Arrays.stream(distances).filter(Double::isFinite).max().orElse(epsilon) / epsilon;
        boolean beyond = farthest > MOST_EPSILONS;
        int epsilons = beyond ? MOST_EPSILONS : (int) Math.max(2, Math.ceil(farthest));
        double[] bins = new double[epsilons * BINS_BELOW_EPSILON];
        for (int i = 0; i < distances.length; i++) {
            if (Double.isFinite(distances[i])) {
                bins[bin(distances[i] / epsilon, bins.length)] += counts[i];
            }
        }
        EpsilonAxis.apply(chart.getStyler(), epsilons, plotWidth, tick -> label(tick, epsilon));
        addSteps(chart, "inside ε", bins, 0, BINS_BELOW_EPSILON, Theme.INSIDE);
        int last = beyond ? bins.length - 1 : bins.length;
        addSteps(chart, "outside", bins, BINS_BELOW_EPSILON, last, Theme.OUTSIDE);
        if (beyond) {
            String edge = EpsilonAxis.distance((double) last / BINS_BELOW_EPSILON, epsilon);
            addSteps(chart, edge + " and beyond", bins, last, bins.length, Theme.EPSILON);
        }
        chart.getStyler().setAnnotationLineStroke(new BasicStroke(1.5f)).setAnnotationLineColor(Theme.EPSILON);
        chart.addAnnotation(new AnnotationLine(1, true, false));
        return chart;
    }

    /** A distance of exactly ε is inside: the bin below an edge takes it. */
    private static int bin(double epsilons, int bins) {
        double edge = Math.ceil(epsilons * BINS_BELOW_EPSILON - 1e-9) - 1;
        return (int) Math.max(0, Math.min(bins - 1, edge));
    }

    private static String label(double epsilons, double epsilon) {
        String distance = EpsilonAxis.distance(epsilons, epsilon);
        return epsilons == 1 ? "ε = " + distance : distance;
    }

    private static void addSteps(XYChart chart, String name, double[] bins, int from, int to, Color color) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int bin = from; bin < to; bin++) {
            x.add((double) bin / BINS_BELOW_EPSILON + EpsilonAxis.NEAR); // a riser as wide
            y.add(bins[bin]);
            x.add((bin + 1.0) / BINS_BELOW_EPSILON);
            y.add(bins[bin]);
        }
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setFillColor(color);
    }
}
