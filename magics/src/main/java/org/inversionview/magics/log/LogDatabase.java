package org.inversionview.magics.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import tech.tablesaw.api.Table;

/**
 * The logs of all sessions in a folder as one table, {@code log}, for SQL. It lives in memory, knows no other file and reaches
 * nothing else.
 */
public final class LogDatabase implements AutoCloseable {

    /** What an entry has, as columns. */
    public static final List<String> COLUMNS =
            List.of("ended", "session", "kind", "line", "model", "seconds", "error", "figures", "provenance", "lines");

    private static final int MOST_ROWS = 100_000;

    /** A line that a kill or a full disk has cut is left out. */
    private static final String READ = """
            CREATE TABLE log AS
            SELECT ended, parse_filename(filename, true) AS session, kind, line, model, seconds, error, figures, provenance, lines
            FROM read_json([%s], format = 'newline_delimited', ignore_errors = true, filename = true,
                maximum_object_size = 134217728, columns = {ended: 'TIMESTAMP', kind: 'VARCHAR', line: 'VARCHAR',
                model: 'VARCHAR', seconds: 'DOUBLE', error: 'VARCHAR', figures: 'JSON', provenance: 'JSON', lines: 'VARCHAR[]'})
            WHERE ended IS NOT NULL
            ORDER BY ended
            """;

    private static final String EMPTY = """
            CREATE TABLE log (ended TIMESTAMP, session VARCHAR, kind VARCHAR, line VARCHAR, model VARCHAR, seconds DOUBLE,
                error VARCHAR, figures JSON, provenance JSON, lines VARCHAR[])
            """;

    private static final List<String> CLOSED = List.of(
            "SET memory_limit = '1GB'",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true");

    private final Connection database;

    private LogDatabase(Connection database) {
        this.database = database;
    }

    /** Reads a folder; the caller closes what is returned. */
    public static LogDatabase read(LogFolder folder) throws IOException {
        List<Path> files = folder.files();
        String listed = files.stream()
                .map(file -> "'%s'".formatted(file.toString().replace("'", "''")))
                .collect(Collectors.joining(", "));
        try {
            Connection database = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
            try (Statement statement = database.createStatement()) {
                statement.execute(files.isEmpty() ? EMPTY : READ.formatted(listed));
                for (String setting : CLOSED) {
                    statement.execute(setting);
                }
            }
            return new LogDatabase(database);
        } catch (SQLException e) {
            throw new IOException("the log in %s cannot be read: %s".formatted(folder.path(), firstLine(e)), e);
        }
    }

    /**
     * Returns what a query finds, up to 100,000 rows.
     *
     * @throws IOException in one line, if it is none, or asks for what it may not
     * @throws CancellationException if the thread is interrupted
     */
    public Table query(String sql) throws IOException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setMaxRows(MOST_ROWS);
            return CancellableQuery.of(statement);
        } catch (SQLException e) {
            throw new IOException(firstLine(e), e);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given");
    }

    @Override
    public void close() throws IOException {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IOException(firstLine(e), e);
        }
    }
}
