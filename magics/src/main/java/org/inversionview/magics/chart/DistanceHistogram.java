package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.inversionview.models.inversion.Sample;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How the proposals' distances are distributed: proposals a bin, duplicates counted, with a line at ε. */
public final class DistanceHistogram {

    private static final int BINS_BELOW_EPSILON = 5;
    private static final int MOST_BINS = 60;
    private static final int TICK_SPACING = 90; // pixels

    private DistanceHistogram() {}

    /**
     * Returns the chart.
     *
     * @param samples with their distances; those without an admitted position are left out
     * @param epsilon ε, which falls on the edge of a bin
     */
    public static XYChart of(List<Sample> samples, double epsilon) {
        double width = epsilon / BINS_BELOW_EPSILON;
        double farthest = samples.stream()
                .mapToDouble(Sample::distance)
                .filter(Double::isFinite)
                .max()
                .orElse(epsilon);
        int bins = (int) Math.min(MOST_BINS, Math.max(BINS_BELOW_EPSILON + 1, Math.ceil(farthest / width)));
        double[] counts = new double[bins];
        for (Sample sample : samples) {
            if (Double.isFinite(sample.distance())) {
                // a distance of exactly ε is inside: the bin below the edge takes it
                int bin = (int) Math.ceil(sample.distance() / width) - 1;
                counts[Math.max(0, Math.min(bins - 1, bin))] += sample.count();
            }
        }
        XYChart chart = new XYChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.HEIGHT)
                .xAxisTitle("D, distance from the query activation")
                .yAxisTitle("proposals")
                .build();
        Theme.apply(chart.getStyler());
        chart.getStyler().setXAxisDecimalPattern("0.0#").setXAxisTickMarkSpacingHint(TICK_SPACING);
        addSteps(chart, "inside ε", counts, 0, BINS_BELOW_EPSILON, width, Theme.INSIDE);
        addSteps(chart, "outside", counts, BINS_BELOW_EPSILON, bins, width, Theme.OUTSIDE);
        chart.getStyler().setAnnotationLineStroke(new BasicStroke(1.5f)).setAnnotationLineColor(Theme.EPSILON);
        chart.addAnnotation(new AnnotationLine(epsilon, true, false));
        return chart;
    }

    private static void addSteps(
            XYChart chart, String name, double[] counts, int from, int to, double width, Color color) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int bin = from; bin < to; bin++) {
            x.add(bin * width);
            y.add(counts[bin]);
            x.add((bin + 1) * width);
            y.add(counts[bin]);
        }
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setFillColor(color);
    }
}
