package org.inversionview.magics.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Rows of a query as a Tablesaw table: numbers, truths and moments as such, all else as text. */
final class QueriedTable {

    private QueriedTable() {}

    static Table of(String name, ResultSet rows) throws SQLException {
        ResultSetMetaData described = rows.getMetaData();
        List<Column<?>> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            String label = described.getColumnLabel(i);
            columns.add(column(names.add(label) ? label : "%s %s".formatted(label, i), type(described, i)));
        }
        while (rows.next()) {
            for (int i = 0; i < columns.size(); i++) {
                append(columns.get(i), rows, i + 1);
            }
        }
        return Table.create(name, columns);
    }

    /** The database's widest whole numbers, its sums among them, have no type of JDBC's. */
    private static int type(ResultSetMetaData described, int place) throws SQLException {
        return described.getColumnTypeName(place).equals("HUGEINT") ? Types.DOUBLE : described.getColumnType(place);
    }

    private static Column<?> column(String name, int type) {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> IntColumn.create(name);
            case Types.BIGINT -> LongColumn.create(name);
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC -> DoubleColumn.create(name);
            case Types.BOOLEAN -> BooleanColumn.create(name);
            case Types.TIMESTAMP -> DateTimeColumn.create(name);
            default -> StringColumn.create(name);
        };
    }

    private static void append(Column<?> column, ResultSet rows, int place) throws SQLException {
        @Nullable Object value = rows.getObject(place);
        if (value == null) {
            column.appendMissing();
        } else if (column instanceof IntColumn whole) {
            whole.append(((Number) value).intValue());
        } else if (column instanceof LongColumn whole) {
            whole.append(((Number) value).longValue());
        } else if (column instanceof DoubleColumn numbers) {
            numbers.append(((Number) value).doubleValue());
        } else if (column instanceof BooleanColumn truths) {
            truths.append((Boolean) value);
        } else if (column instanceof DateTimeColumn moments) {
            moments.append(rows.getTimestamp(place).toLocalDateTime());
        } else {
            column.appendObj(value.toString());
        }
    }
}
