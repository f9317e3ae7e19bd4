package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Inputs by their distances from two activations, with lines at ε. */
public final class DistanceScatter {

    private static final int POINT = 5; // pixels
    private static final float LINE = 1.5f;
    private static final String DECIMALS = "0.0##";

    private DistanceScatter() {}

    /**
     * Returns the chart.
     *
     * @param x distances from the first, one an input
     * @param y distances from the second
     * @param first what the first is called
     * @param second what the second is called
     */
    public static XYChart of(double[] x, double[] y, String first, String second, double epsilon) {
        XYChart chart = new XYChartBuilder()
                .width(Theme.WIDTH)
                .height(Theme.WIDTH / 2)
                .xAxisTitle("D from " + first)
                .yAxisTitle("D from " + second)
                .build();
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setMarkerSize(POINT);
        chart.getStyler().setXAxisDecimalPattern(DECIMALS).setYAxisDecimalPattern(DECIMALS);
        XYSeries series = chart.addSeries("inputs", x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(Theme.INSIDE);
        chart.getStyler().setAnnotationLineStroke(new BasicStroke(LINE)).setAnnotationLineColor(Theme.EPSILON);
        chart.addAnnotation(new AnnotationLine(epsilon, true, false));
        chart.addAnnotation(new AnnotationLine(epsilon, false, false));
        return chart;
    }
}
