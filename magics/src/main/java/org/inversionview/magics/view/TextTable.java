package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A table for a terminal: text on the left of its column, numbers on the right (Tablesaw's own puts all on the right). */
final class TextTable {

    private static final String GAP = "  ";

    private TextTable() {}

    /** Returns one line for the header, one of dashes, one a row. */
    static String of(Table table) {
        List<List<String>> columns = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            columns.add(aligned(column));
        }
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < table.rowCount() + 2; line++) {
            int at = line;
            lines.add(columns.stream()
                    .map(column -> column.get(at))
                    .collect(Collectors.joining(GAP))
                    .stripTrailing());
        }
        return String.join("\n", lines);
    }

    /** Header, dashes and cells, all of one width. */
    private static List<String> aligned(Column<?> column) {
        List<String> cells = new ArrayList<>(List.of(column.name(), ""));
        for (int row = 0; row < column.size(); row++) {
            cells.add(Page.cell(column, row));
        }
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        cells.set(1, "─".repeat(width));
        boolean right = column instanceof NumericColumn;
        return cells.stream()
                .map(cell ->
                        right ? " ".repeat(width - cell.length()) + cell : cell + " ".repeat(width - cell.length()))
                .toList();
    }
}
