package org.inversionview.magics.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.chart.AtlasChart;
import org.inversionview.magics.sweep.SweepCell;
import org.inversionview.magics.sweep.SweepDatabase;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.magics.view.Page;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.knowm.xchart.HeatMapChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %sweep} returns: what the rows in a folder say of each site and position; the folder itself has them all.
 *
 * @param folder where the rows are
 * @param plan what was asked
 * @param done items of the plan that are finished
 * @param rows that these gave
 * @param failed rows among them that only say what went wrong
 * @param columns whose maps are drawn; by the first of them rows are best or worst
 * @param cells what each measure says of each site and position
 * @param best rows, first the best
 * @param worst rows, first the worst
 * @param failures some of the rows that failed
 */
public record SweepRows(
        String folder,
        SweepPlan plan,
        int done,
        long rows,
        long failed,
        List<String> columns,
        List<SweepCell> cells,
        List<SweepRow> best,
        List<SweepRow> worst,
        List<SweepRow> failures)
        implements Result {

    static final String SCHEMA = "inversionview/sweep/1";

    private static final int OPENED = 5;
    private static final int FAILURES = 3;

    public SweepRows {
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        best = List.copyOf(best);
        worst = List.copyOf(worst);
        failures = List.copyOf(failures);
    }

    /**
     * Reads a folder, whose sweep may still go on.
     *
     * @param column whose map is drawn; where it is empty, of each measure the one that says most
     * @throws InvalidRequestException if the sweep has no such column
     * @throws IOException in one line, if the folder holds no sweep, or one that is damaged
     */
    public static SweepRows read(Path folder, String column) throws IOException {
        SweepFolder kept = SweepFolder.read(folder);
        List<String> columns = columns(kept.plan(), column);
        try (SweepDatabase database = SweepDatabase.read(kept)) {
            return new SweepRows(
                    folder.toString(),
                    kept.plan(),
                    kept.finished().size(),
                    database.count(false),
                    database.count(true),
                    columns,
                    database.cells(),
                    database.extreme(columns.get(0), true, OPENED),
                    database.extreme(columns.get(0), false, OPENED),
                    database.failed(FAILURES));
        }
    }

    private static List<String> columns(SweepPlan plan, String column) {
        if (column.isEmpty()) {
            return plan.measures().stream().map(Measure::chief).toList();
        }
        if (!plan.columns().contains(column)) {
            throw new InvalidRequestException(
                    "column", column, "the numbers of this sweep are " + String.join(", ", plan.columns()));
        }
        return List.of(column);
    }

    /** Returns whether every item is finished. */
    public boolean isComplete() {
        return done == items();
    }

    /** Returns how many items the plan has. */
    int items() {
        return plan.items().size();
    }

    /**
     * Returns all rows that the folder has now, up to a million: item, measure, site, position, query, feature, example, the
     * numbers of its measures, and error.
     */
    @Override
    public Table table() {
        try (SweepDatabase database = SweepDatabase.read(SweepFolder.read(Path.of(folder)))) {
            return database.rows();
        } catch (IOException e) {
            throw new MagicException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the map of the first column. */
    @Override
    public HeatMapChart chart() {
        return chart(columns.get(0));
    }

    /**
     * Returns a heat map of a column, a row a site, a column a position: means over queries, or of the feature that says most.
     *
     * @throws InvalidRequestException if the sweep has no such column
     */
    public HeatMapChart chart(String column) {
        columns(plan, column);
        return new SweepMap(plan, cells, column).chart();
    }

    /**
     * Returns all in one picture: of each site and position the feature that is most consistent, how much so, the effect of
     * patching, and how much the decoder finds, as far as these were measured.
     */
    public AtlasChart atlas() {
        return new SweepAtlas(plan, cells).chart();
    }

    @Override
    public Page page() {
        return new SweepWords(this).page();
    }

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public String toString() {
        return page().text();
    }
}
