package org.inversionview.magics.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inversionview.magics.export.ParquetFile;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.WorkItem;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The Parquet file with an item's rows, {@code site=a1.2/part-inspect-a1.2-00000.parquet} in the sweep's folder. */
public final class ItemFile {

    private static final String PREFIX = "part-";
    private static final String SUFFIX = ".parquet";

    private ItemFile() {}

    /** Returns the name of the folder that it stands in, which says the site. */
    public static String folder(WorkItem item) {
        return "site=" + item.site();
    }

    /** Returns its name there. */
    public static String name(WorkItem item) {
        return PREFIX + item.name() + SUFFIX;
    }

    /** Returns the name of the item whose file has that name; nothing for other files. */
    public static Optional<String> item(String file) {
        return file.startsWith(PREFIX) && file.endsWith(SUFFIX)
                ? Optional.of(file.substring(PREFIX.length(), file.length() - SUFFIX.length()))
                : Optional.empty();
    }

    /** Returns its bytes: all columns of the rows but the site. */
    public static byte[] of(SweepPlan plan, List<SweepRow> rows) throws IOException {
        List<Column<?>> columns = new ArrayList<>(List.of(
                texts("item", rows, SweepRow::item),
                texts("measure", rows, row -> row.measure().label()),
                texts("position", rows, SweepRow::position),
                texts("query", rows, SweepRow::query),
                texts("feature", rows, SweepRow::feature),
                texts("example", rows, SweepRow::example)));
        for (String name : plan.columns()) {
            columns.add(DoubleColumn.create(
                    name, rows.stream().mapToDouble(row -> row.value(name)).toArray()));
        }
        columns.add(texts("error", rows, SweepRow::error));
        return ParquetFile.of(Table.create("sweep", columns));
    }

    private static StringColumn texts(String name, List<SweepRow> rows, Function<SweepRow, String> text) {
        return StringColumn.create(name, rows.stream().map(text).toList());
    }
}
