package org.inversionview.magics.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.Styler;

/** A matrix of numbers as coloured cells: blue for positive, vermilion for negative, faint for zero. */
public final class HeatMap {

    private static final Color POSITIVE = new Color(0, 114, 178); // blue and vermilion of Okabe and Ito (2008)
    private static final Color NEGATIVE = new Color(213, 94, 0);
    private static final Color ZERO = new Color(236, 236, 236);
    private static final int CELL = 24; // pixels
    private static final int FEWEST_ROWS = 3; // whose height the key needs
    private static final int COLUMN = 42;
    private static final int WIDEST = 600; // of all columns, so that a page need not shrink the labels
    private static final int MARGIN = 90; // at either side, at least
    private static final int CHARACTER = 7;
    private static final int KEY = 200; // XChart centres the key on the cells, however few these are
    private static final int KEY_LABELS = 24; // what its labels take more than stands free above and below the cells
    private static final int MOST_UPRIGHT_LABELS = 12;

    private HeatMap() {}

    /** Returns a map of effects of either sign; rows from top to bottom. */
    public static HeatMapChart signed(List<String> columns, List<String> rows, double[][] values) {
        double end = end(values);
        HeatMapChart chart = chart(columns, rows, values);
        chart.getStyler()
                .setRangeColors(new Color[] {NEGATIVE, ZERO, POSITIVE})
                .setMin(-end)
                .setMax(end);
        return chart;
    }

    /** Returns a map of shares from 0 to 1; rows from top to bottom. */
    public static HeatMapChart share(List<String> columns, List<String> rows, double[][] values) {
        HeatMapChart chart = chart(columns, rows, values);
        chart.getStyler().setRangeColors(new Color[] {ZERO, POSITIVE}).setMin(0).setMax(1);
        return chart;
    }

    /** Returns a map of amounts from 0 up; rows from top to bottom. */
    public static HeatMapChart amount(List<String> columns, List<String> rows, double[][] values) {
        HeatMapChart chart = chart(columns, rows, values);
        chart.getStyler().setRangeColors(new Color[] {ZERO, POSITIVE}).setMin(0).setMax(end(values));
        return chart;
    }

    /** Returns what is just above the largest number, with few decimals, as the legend shows every one that there is. */
    private static double end(double[][] values) {
        double largest = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        return largest > 0 ? Math.ceil(10 * largest) / 10 : 1;
    }

    /** Returns about how many pixels the longest label takes. */
    private static int width(List<String> labels) {
        return CHARACTER * labels.stream().mapToInt(String::length).max().orElse(0);
    }

    private static HeatMapChart chart(List<String> columns, List<String> rows, double[][] values) {
        int column = Math.min(COLUMN, WIDEST / Math.max(1, columns.size()));
        boolean upright = columns.size() <= MOST_UPRIGHT_LABELS && width(columns) < column;
        int left = Math.max(MARGIN, CELL + width(rows));
        int cells = CELL * Math.max(FEWEST_ROWS, rows.size());
        int below = upright ? 0 : Math.max(0, width(columns) - MARGIN / 2);
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(Math.max(Theme.WIDTH / 2, left + column * columns.size() + MARGIN))
                .height(MARGIN + cells + below)
                .build();
        Theme.apply(chart.getStyler(), Styler.LegendPosition.OutsideE);
        chart.getStyler().setXAxisTickMarkSpacingHint(1).setYAxisTickMarkSpacingHint(1); // every label
        chart.getStyler().setXAxisMin(null).setYAxisMin(null).setPlotContentSize(1);
        chart.getStyler().setXAxisLabelRotation(upright ? 0 : 90);
        chart.getStyler().setGradientColorColumnHeight(Math.min(KEY, cells - KEY_LABELS));
        List<String> upwards = new ArrayList<>(rows); // the first row is the lowest in XChart
        Collections.reverse(upwards);
        List<Number[]> numbers = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            for (int row = 0; row < rows.size(); row++) {
                double value = values[rows.size() - 1 - row][i];
                if (Double.isFinite(value)) {
                    numbers.add(new Number[] {i, row, value});
                }
            }
        }
        chart.addSeries("effect", columns, upwards, numbers);
        return chart;
    }
}
