package org.inversionview.magics.result;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.inversionview.magics.chart.HeatMap;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.causal.PatchingExperiment;
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
public record PatchMap(PatchingQuestion question, SingleEffects effects, Provenance provenance) implements Result {

    private static final int STRONGEST = 10;

    /** Returns a row an activation, strongest first: site, position, effect, its 95 % interval, and its share of the way. */
    @Override
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
    @Override
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
    public Page page() {
        Page page = Page.titled("Every activation patched alone: " + question.words());
        if (effects.clean().inputs() == 0) {
            return page.line("Interrupted before the first inputs were done.");
        }
        Table table = table();
        int rows = Math.min(STRONGEST, table.rowCount());
        return page.line(Sentences.outputs(effects.clean(), effects.contrast(), question.inputs()))
                .line(interrupted())
                .line(incomplete())
                .and(Grid.of(table.first(rows)))
                .note(
                        "The %s strongest of %s. effect: by how much the logit difference falls, with its 95 %% bootstrap interval; share: of the way to the contrast inputs’ runs."
                                .formatted(rows, table.rowCount()))
                .and(new Figure(chart(), "Heat map of the effects: a row a site, a column a position"));
    }

    private String interrupted() {
        return effects.cells().size() == effects.asked()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "⚠ Interrupted: the first %,d of %,d activations, on %,d of %,d inputs.",
                        effects.cells().size(),
                        effects.asked(),
                        effects.clean().inputs(),
                        question.inputs());
    }

    private String incomplete() {
        return effects.warnings().stream().anyMatch(warning -> warning.contains(PatchingExperiment.NO_SUCH_POSITION))
                ? "⚠ Some positions exist in a part of the inputs only; the effect there is an average over all inputs, 0 for the others."
                : "";
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
    }

    @Override
    public String schema() {
        return "inversionview/patch-map/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
