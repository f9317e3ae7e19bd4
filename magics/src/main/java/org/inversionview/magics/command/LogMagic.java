package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.log.LogDatabase;
import org.inversionview.magics.result.Log;
import org.inversionview.magics.session.RunLog;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Numbers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

@Command(
        name = "log",
        description =
                "Lists what was asked in this folder's notebooks, and what came of it; or answers a query in SQL. Nothing of it leaves this machine.")
final class LogMagic extends MagicCommand<Log> {

    /** Whether runs are logged from here on. */
    enum Switch {
        ON,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> SHOWN = List.of("ended", "line", "model", "seconds", "error");

    @Parameters(paramLabel = "on|off", arity = "0..1", description = "log what is run from here on, or stop that")
    private @Nullable Switch turned;

    @Mixin
    private LogFilter filter = new LogFilter();

    @Option(
            names = "sql",
            paramLabel = "SELECT",
            description =
                    "a query of the table log, in quotation marks: ended (in UTC), session, kind, line, model, seconds, error, figures and provenance (JSON), lines")
    private @Nullable String sql;

    @Override
    Log run(Session session) throws IOException {
        if ((turned != null ? 1 : 0) + (sql != null ? 1 : 0) + (filter.isGiven() ? 1 : 0) > 1) {
            throw new MagicException("%log: write on or off, or sql=, or kind=, model=, since=, text= and show=");
        }
        RunLog log = session.log();
        if (turned != null) {
            log.turn(turned == Switch.ON);
            return Log.saying(standing(log));
        }
        try (LogDatabase database = LogDatabase.read(log.folder())) {
            if (sql != null) {
                Table found = answer(database, sql);
                return new Log("%s rows.".formatted(Numbers.count(found.rowCount())), found, List.of());
            }
            Table found = database.query(filter.sql());
            return new Log(
                    "%s entries, the time in UTC. %s".formatted(Numbers.count(found.rowCount()), standing(log)),
                    found,
                    SHOWN);
        }
    }

    private static Table answer(LogDatabase database, String sql) {
        try {
            return database.query(sql);
        } catch (IOException e) {
            throw new MagicException(
                    "sql=: %s (the table log has the columns %s)"
                            .formatted(e.getMessage(), String.join(", ", LogDatabase.COLUMNS)),
                    e);
        }
    }

    private static String standing(RunLog log) {
        return log.isOn()
                ? "What is run is logged in %s; %%log off stops that."
                        .formatted(log.folder().path())
                : "What is run is not logged; %%log on does, in %s."
                        .formatted(log.folder().path());
    }

    @Override
    boolean isRepeatable(List<String> arguments) {
        return false;
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<Log> resultType() {
        return Log.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%log",
                "%log kind=inspect since=2h",
                "%log text=a1.2 model=addition",
                "%log off",
                "Log l = %log sql=\"SELECT kind, count(*) AS runs, sum(seconds) AS seconds FROM log GROUP BY kind\"");
    }
}
