package org.inversionview.magics.result;

import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import tech.tablesaw.api.Table;

/**
 * What {@code %sweep show} returns for a query: what that finds in a sweep's rows.
 *
 * @param folder whose rows
 * @param table what was found
 */
public record QueriedRows(String folder, Table table) implements Result {

    private static final int MOST_ROWS = 50;

    @Override
    public Page page() {
        int rows = Math.min(MOST_ROWS, table.rowCount());
        Page page = Page.titled("Query of the sweep in " + folder)
                .line(table.rowCount() == 1 ? "1 row." : "%s rows.".formatted(Numbers.count(table.rowCount())));
        return (table.isEmpty() ? page : page.and(Grid.of(BriefTable.of(table.first(rows)))))
                .note(
                        rows < table.rowCount()
                                ? "The first %s of %s rows; table() has all."
                                        .formatted(rows, Numbers.count(table.rowCount()))
                                : "");
    }

    @Override
    public String toString() {
        return page().text();
    }
}
