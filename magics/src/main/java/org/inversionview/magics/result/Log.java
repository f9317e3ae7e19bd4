package org.inversionview.magics.result;

import java.util.List;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import tech.tablesaw.api.Table;

/**
 * What {@code %log} returns: entries of the run log, or what a query finds in it.
 *
 * @param line says what it is
 * @param table every row and column
 * @param shown names of the columns that are looked at; all where none is named
 */
public record Log(String line, Table table, List<String> shown) implements Result {

    private static final int MOST_ROWS = 50;

    public Log {
        shown = List.copyOf(shown);
    }

    /** Says one thing, and has no rows. */
    public static Log saying(String line) {
        return new Log(line, Table.create("log"), List.of());
    }

    @Override
    public Page page() {
        Page page = Page.titled("Run log").line(line);
        if (table.isEmpty()) {
            return page;
        }
        int rows = Math.min(MOST_ROWS, table.rowCount());
        List<String> names = shown.isEmpty() ? table.columnNames() : shown;
        Table looked = Table.create("log");
        names.forEach(name -> looked.addColumns(table.column(name).last(rows)));
        return page.and(Grid.of(BriefTable.of(looked)))
                .note(
                        rows < table.rowCount()
                                ? "The last %s of %s rows; table() has all."
                                        .formatted(rows, Numbers.count(table.rowCount()))
                                : "");
    }

    @Override
    public String toString() {
        return page().text();
    }
}
