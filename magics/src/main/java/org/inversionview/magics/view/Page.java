package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A heading, some lines, a table and a note: what most magics show.
 *
 * @param title in bold
 * @param lines below it
 * @param table may be empty
 * @param note below the table, small; may be empty
 * @param figures below everything
 */
record Page(String title, List<String> lines, Table table, String note, List<Figure> figures) {

    Page(String title, List<String> lines, Table table, String note) {
        this(title, lines, table, note, List.of());
    }

    static Page of(String title, List<String> lines) {
        return new Page(title, lines, Table.create(), "");
    }

    /** Returns text and HTML. */
    Map<String, Object> forms() {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put(MimeBundle.TEXT, text());
        forms.put(MimeBundle.HTML, html());
        return forms;
    }

    /** Returns text, HTML and the numbers of a value under the name of its schema. */
    MimeBundle bundle(String schema, Object value) {
        Map<String, Object> forms = forms();
        forms.put(MimeBundle.INVERSIONVIEW, Json.tree(schema, value));
        return new MimeBundle(forms);
    }

    private String text() {
        List<String> parts = new ArrayList<>();
        if (!title.isEmpty()) {
            parts.add(title);
        }
        parts.addAll(lines);
        if (!table.isEmpty()) {
            parts.add(TextTable.of(table));
        }
        if (!note.isEmpty()) {
            parts.add(note);
        }
        return String.join("\n", parts);
    }

    /** One cell of the table. */
    public record Cell(String text, boolean number) {}

    private String html() {
        List<Cell> header = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            header.add(new Cell(column.name(), column instanceof NumericColumn));
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            List<Cell> cells = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                cells.add(new Cell(cell(column, row), column instanceof NumericColumn));
            }
            rows.add(cells);
        }
        return Templates.fill(
                "page",
                Map.of(
                        "title", title, "lines", lines, "header", header, "rows", rows, "note", note, "figures",
                        figures));
    }

    /** Returns a cell's text; decimals have three places, unless the whole column does without. */
    static String cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        if (column instanceof DoubleColumn numbers) {
            boolean whole = numbers.removeMissing().asList().stream().allMatch(number -> number == Math.rint(number));
            String text = String.format(Locale.ROOT, whole ? "%.0f" : "%.3f", numbers.getDouble(row));
            return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
        }
        return column.getString(row);
    }
}
