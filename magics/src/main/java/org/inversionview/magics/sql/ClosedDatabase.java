package org.inversionview.magics.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import tech.tablesaw.api.Table;

/** A database in memory that was filled from files, and since then knows no file and reaches nothing else. */
public final class ClosedDatabase implements AutoCloseable {

    private static final int MOST_ROWS = 100_000;

    private static final List<String> CLOSED = List.of(
            "SET memory_limit = '%s'",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true");

    private final Connection database;

    private ClosedDatabase(Connection database) {
        this.database = database;
    }

    /**
     * Fills a database and closes it; the caller ends what is returned.
     *
     * @param fill a statement that makes its table, and may read files
     * @param memory that it may take, such as {@code 1GB}
     * @throws IOException in one line, if the statement fails
     */
    public static ClosedDatabase filled(String fill, String memory) throws IOException {
        try {
            Connection database = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
            try (Statement statement = database.createStatement()) {
                statement.execute(fill);
                for (String setting : CLOSED) {
                    statement.execute(setting.formatted(memory));
                }
                return new ClosedDatabase(database);
            } catch (SQLException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw inOneLine(e);
        }
    }

    /** Returns files as SQL lists them: {@code 'a', 'b'}. */
    public static String quoted(Collection<Path> files) {
        return files.stream().map(file -> quoted(file.toString())).collect(Collectors.joining(", "));
    }

    /** Returns a text as SQL has it. */
    public static String quoted(String text) {
        return "'%s'".formatted(text.replace("'", "''"));
    }

    /**
     * Returns what a query finds, up to 100,000 rows.
     *
     * @param name of the table that is returned
     * @throws IOException in one line, if it is none, or asks for what it may not
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Table query(String name, String sql) throws IOException {
        return query(name, sql, MOST_ROWS);
    }

    /** As above, up to so many rows. */
    public Table query(String name, String sql, int rows) throws IOException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setMaxRows(rows);
            return CancellableQuery.of(name, statement);
        } catch (SQLException e) {
            throw inOneLine(e);
        }
    }

    private static IOException inOneLine(SQLException e) {
        return new IOException(
                String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given"), e);
    }

    @Override
    public void close() throws IOException {
        try {
            database.close();
        } catch (SQLException e) {
            throw inOneLine(e);
        }
    }
}
