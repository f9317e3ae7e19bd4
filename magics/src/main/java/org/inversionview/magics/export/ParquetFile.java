package org.inversionview.magics.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables as Parquet, by an embedded DuckDB that lives as long as it writes. */
public final class ParquetFile {

    private ParquetFile() {}

    /** Returns the bytes of a file with the table's columns, under their names. */
    public static byte[] of(Table table) throws IOException {
        Path folder = Files.createTempDirectory("inversionview");
        Path file = folder.resolve("table.parquet");
        try (Connection database =
                        Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE result (%s)"
                    .formatted(table.columns().stream()
                            .map(column -> "%s %s".formatted(quoted(column.name()), type(column)))
                            .collect(Collectors.joining(", "))));
            insert(table, database);
            statement.execute("COPY result TO '%s' (FORMAT parquet)"
                    .formatted(file.toString().replace("'", "''")));
            return Files.readAllBytes(file);
        } catch (SQLException e) {
            throw new IOException("the table cannot be written as Parquet (%s)".formatted(e.getMessage()), e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static void insert(Table table, Connection database) throws SQLException {
        String places = String.join(", ", Collections.nCopies(table.columnCount(), "?"));
        try (PreparedStatement row = database.prepareStatement("INSERT INTO result VALUES (%s)".formatted(places))) {
            for (int at = 0; at < table.rowCount(); at++) {
                for (int column = 0; column < table.columnCount(); column++) {
                    row.setObject(column + 1, table.column(column).isMissing(at) ? null : table.get(at, column));
                }
                row.addBatch();
            }
            if (!table.isEmpty()) {
                row.executeBatch();
            }
        }
    }

    private static String quoted(String name) {
        return "\"%s\"".formatted(name.replace("\"", "\"\""));
    }

    private static String type(Column<?> column) {
        if (column instanceof IntColumn) {
            return "INTEGER";
        }
        if (column instanceof LongColumn) {
            return "BIGINT";
        }
        if (column instanceof DoubleColumn) {
            return "DOUBLE";
        }
        return column instanceof BooleanColumn ? "BOOLEAN" : "VARCHAR";
    }
}
