package org.inversionview.magics.view;

import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.columns.Column;

/** How a column's numbers are written. */
enum Decimals {
    /** Three places in every row: what was measured. */
    MEASURED {
        @Override
        boolean without(DoubleColumn numbers) {
            return false;
        }
    },
    /** Three places, unless the whole column does without: a user's numbers, among them counts that are doubles. */
    AS_NEEDED {
        @Override
        boolean without(DoubleColumn numbers) {
            return numbers.removeMissing().asList().stream().allMatch(number -> number == Math.rint(number));
        }
    };

    /** Returns whether a column is written in whole numbers. */
    abstract boolean without(DoubleColumn numbers);

    /** Returns a cell's text; empty where the value is missing. */
    String cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        if (column instanceof DoubleColumn numbers) {
            String text = String.format(Locale.ROOT, without(numbers) ? "%.0f" : "%.3f", numbers.getDouble(row));
            return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
        }
        return column instanceof IntColumn || column instanceof LongColumn
                ? String.valueOf(column.get(row)) // the table's own text has the default locale's digits
                : column.getString(row);
    }
}
