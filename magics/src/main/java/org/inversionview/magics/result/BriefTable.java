package org.inversionview.magics.result;

import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables whose texts are cut short, to be looked at. */
final class BriefTable {

    private static final int LONGEST = 100;

    private BriefTable() {}

    static Table of(Table table) {
        Table brief = Table.create(table.name());
        table.columns().forEach(column -> brief.addColumns(of(column)));
        return brief;
    }

    private static Column<?> of(Column<?> column) {
        return column instanceof StringColumn texts
                ? StringColumn.create(
                        column.name(),
                        IntStream.range(0, texts.size()).mapToObj(texts::get).map(BriefTable::of))
                : column;
    }

    private static String of(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
