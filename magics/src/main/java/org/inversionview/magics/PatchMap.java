package org.inversionview.magics;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inversionview.magics.chart.HeatMap;
import org.inversionview.magics.table.Columns;
import org.inversionview.magics.view.CausalViews;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.causal.SingleEffects;
import org.inversionview.models.causal.SingleEffects.Cell;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.HeatMapChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %patchmap} returns: the effect of patching every activation alone.
 *
 * @param question what was asked
 * @param effects every number
 * @param provenance model, weights, device and versions
 */
public record PatchMap(PatchingQuestion question, SingleEffects effects, Provenance provenance) implements View {

    /** Returns a row an activation, strongest first: site, position, effect, its 95 % interval, and its share of the way. */
    public Table table() {
        List<Cell> cells = effects.cells();
        double way = effects.clean().mean() - effects.contrast().mean();
        return Table.create(
                        "patch map",
                        Columns.texts("site", cells, Cell::site),
                        Columns.texts("position", cells, Cell::position),
                        Columns.numbers("effect", cells, cell -> cell.effect().mean()),
                        Columns.numbers("low", cells, cell -> cell.effect().low()),
                        Columns.numbers("high", cells, cell -> cell.effect().high()),
                        Columns.numbers("share", cells, cell -> cell.effect().mean() / way))
                .sortDescendingOn("effect");
    }

    /** Returns the effects as a heat map: a column a position, a row a site. */
    public HeatMapChart chart() {
        Set<String> sites = new LinkedHashSet<>();
        Set<String> positions = new LinkedHashSet<>();
        for (Cell cell : effects.cells()) {
            sites.add(cell.site());
            positions.add(cell.position());
        }
        List<String> rows = List.copyOf(sites);
        List<String> columns = List.copyOf(positions);
        double[][] values = new double[rows.size()][columns.size()];
        for (double[] row : values) {
            Arrays.fill(row, Double.NaN); // stays empty where an interrupt came before
        }
        for (Cell cell : effects.cells()) {
            values[rows.indexOf(cell.site())][columns.indexOf(cell.position())] =
                    cell.effect().mean();
        }
        return HeatMap.signed(columns, rows, values);
    }

    @Override
    public MimeBundle bundle() {
        return CausalViews.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
