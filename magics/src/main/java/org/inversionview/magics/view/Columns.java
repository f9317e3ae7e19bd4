package org.inversionview.magics.view;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;

/** Columns of a table, one value an item. */
public final class Columns {

    private Columns() {}

    /** Returns a column of numbers. */
    public static <T> DoubleColumn numbers(String name, List<T> items, ToDoubleFunction<T> number) {
        return DoubleColumn.create(name, items.stream().mapToDouble(number).toArray());
    }

    /** Returns a column of texts. */
    public static <T> StringColumn texts(String name, List<T> items, Function<T, String> text) {
        return StringColumn.create(name, items.stream().map(text));
    }
}
