package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as it is drawn: header, rows, and lines across it.
 *
 * @param header one cell a column; a number's column stands on the right
 * @param rows with as many cells
 */
public record Grid(List<Cell> header, List<Row> rows) implements Block {

    private static final String GAP = "  ";

    /**
     * A row.
     *
     * @param cells one a column; none where a line stands
     * @param tone how its bar is coloured: {@code in}, {@code out} or empty
     * @param line text across the whole width; empty where cells stand
     */
    public record Row(List<Cell> cells, String tone, String line) {

        public Row {
            cells = List.copyOf(cells);
        }

        /** Returns a row of cells. */
        public static Row of(List<Cell> cells) {
            return new Row(cells, "", "");
        }

        /** Returns a line across the table. */
        public static Row across(String line) {
            return new Row(List.of(), "", line);
        }
    }

    public Grid {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** Returns the grid of a table of measurements: decimals have three places in every row, whole-number columns none. */
    public static Grid of(Table table) {
        return of(table, Decimals.MEASURED);
    }

    static Grid of(Table table, Decimals decimals) {
        List<Cell> header = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            header.add(column instanceof NumericColumn ? Cell.number(column.name()) : Cell.of(column.name()));
        }
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            List<Cell> cells = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                String text = decimals.cell(column, row);
                cells.add(column instanceof NumericColumn ? Cell.number(text) : Cell.of(text));
            }
            rows.add(Row.of(cells));
        }
        return new Grid(header, rows);
    }

    @Override
    public String kind() {
        return "grid";
    }

    /** Returns the number of columns. */
    public int width() {
        return header.size();
    }

    /** Returns one line for the header, one of dashes, one a row. */
    @Override
    public String text() {
        if (header.isEmpty()) {
            return "";
        }
        int[] widths = IntStream.range(0, width()).map(this::width).toArray();
        List<String> lines = new ArrayList<>();
        lines.add(line(header, widths));
        lines.add(line(
                IntStream.of(widths).mapToObj(w -> Cell.of("─".repeat(w))).toList(), widths));
        for (Row row : rows) {
            lines.add(row.cells().isEmpty() ? row.line() : line(row.cells(), widths));
        }
        return String.join("\n", lines);
    }

    private int width(int column) {
        int widest = rows.stream()
                .filter(row -> !row.cells().isEmpty())
                .mapToInt(row -> length(row.cells().get(column)))
                .max()
                .orElse(0);
        return Math.max(length(header.get(column)), widest);
    }

    private static int length(Cell cell) {
        return cell.text().codePointCount(0, cell.text().length());
    }

    private static String line(List<Cell> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> {
                    Cell cell = cells.get(column);
                    String blank = " ".repeat(Math.max(0, widths[column] - length(cell)));
                    return cell.kind() == Cell.Kind.NUMBER ? blank + cell.text() : cell.text() + blank;
                })
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
