package org.inversionview.kernel.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Results;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The numbers behind what a cell shows, as a table.
 *
 * @param kind of result
 * @param columns their names
 * @param rows as texts
 * @param total how many rows there are: more than {@code rows} where they are too many for a page
 * @param line of Java that loads them
 */
public record Records(String kind, List<String> columns, List<List<String>> rows, int total, String line) {

    private static final int MOST = 200;

    public Records {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Returns what a cell's result holds; nothing where it shows none that this version reads, or no table. */
    static Optional<Records> of(Path notebook, String cell) {
        String address = notebook + "#" + cell;
        try {
            var result = Results.load(address);
            Table table = result.table();
            return table.isEmpty()
                    ? Optional.empty()
                    : Optional.of(of(
                            result.getClass().getSimpleName(),
                            table,
                            "Results.load(\"%s#%s\")".formatted(notebook.getFileName(), cell)));
        } catch (MagicException none) {
            return Optional.empty(); // the cell stands on the page as the notebook shows it
        }
    }

    private static Records of(String kind, Table table, String line) {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, Math.min(MOST, table.rowCount()))
                .forEach(row -> rows.add(table.columns().stream()
                        .map(column -> column.getString(row))
                        .toList()));
        return new Records(kind, table.columns().stream().map(Column::name).toList(), rows, table.rowCount(), line);
    }

    /** Returns whether there are more than the page has. */
    public boolean isCut() {
        return total > rows.size();
    }
}
