package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.chart.HeatMap;
import org.inversionview.magics.sweep.SweepCell;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Grid;
import org.inversionview.models.sweep.SweepPlan;
import org.knowm.xchart.HeatMapChart;

/**
 * One number of a sweep over its sites and positions.
 *
 * @param column the number's name
 */
record SweepMap(SweepPlan plan, List<SweepCell> cells, String column) {

    /** Returns whether no site and position has the number yet. */
    boolean isEmpty() {
        return cells.stream().noneMatch(cell -> cell.values().containsKey(column));
    }

    /**
     * Returns it in colours: shares up to 1, effects with their signs, all else from 0 up.
     *
     * @throws MagicException if there is none yet
     */
    HeatMapChart chart() {
        if (isEmpty()) {
            throw new MagicException("%s: no row has one yet".formatted(column));
        }
        double[][] values = values();
        double[] all = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        if (DoubleStream.of(all).anyMatch(value -> value < 0)) {
            return HeatMap.signed(plan.positions(), plan.sites(), values);
        }
        return DoubleStream.of(all).allMatch(value -> value <= 1)
                ? HeatMap.share(plan.positions(), plan.sites(), values)
                : HeatMap.amount(plan.positions(), plan.sites(), values);
    }

    /** Returns it in digits. */
    Grid grid() {
        List<Cell> header = new ArrayList<>(List.of(Cell.of("site")));
        plan.positions().forEach(position -> header.add(Cell.number(position)));
        double[][] values = values();
        List<Grid.Row> rows = new ArrayList<>();
        for (int site = 0; site < values.length; site++) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(plan.sites().get(site))));
            DoubleStream.of(values[site]).forEach(value -> row.add(Cell.number(SweepWords.number(value))));
            rows.add(Grid.Row.of(row));
        }
        return new Grid(header, rows);
    }

    /** Returns the number of each site and position; NaN where there is none. */
    private double[][] values() {
        double[][] values = new double[plan.sites().size()][plan.positions().size()];
        Arrays.stream(values).forEach(row -> Arrays.fill(row, Double.NaN));
        for (SweepCell cell : cells) {
            if (cell.values().containsKey(column)) {
                values[plan.sites().indexOf(cell.site())][plan.positions().indexOf(cell.position())] =
                        cell.values().get(column);
            }
        }
        return values;
    }
}
