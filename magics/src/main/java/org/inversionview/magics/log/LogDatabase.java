package org.inversionview.magics.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.magics.sql.ClosedDatabase;
import tech.tablesaw.api.Table;

/**
 * The logs of all sessions in a folder as one table, {@code log}, for SQL. It lives in memory, knows no other file and reaches
 * nothing else.
 */
public final class LogDatabase implements AutoCloseable {

    /** What an entry has, as columns. */
    public static final List<String> COLUMNS =
            List.of("ended", "session", "kind", "line", "model", "seconds", "error", "figures", "provenance", "lines");

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

    private static final String MEMORY = "1GB";

    private final ClosedDatabase database;

    private LogDatabase(ClosedDatabase database) {
        this.database = database;
    }

    /** Reads a folder; the caller closes what is returned. */
    public static LogDatabase read(LogFolder folder) throws IOException {
        List<Path> files = folder.files();
        try {
            return new LogDatabase(ClosedDatabase.filled(
                    files.isEmpty() ? EMPTY : READ.formatted(ClosedDatabase.quoted(files)), MEMORY));
        } catch (IOException e) {
            throw new IOException("the log in %s cannot be read: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    /**
     * Returns what a query finds, up to 100,000 rows.
     *
     * @throws IOException in one line, if it is none, or asks for what it may not
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Table query(String sql) throws IOException {
        return database.query("log", sql);
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
