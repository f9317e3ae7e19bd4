package org.inversionview.magics.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.PlacesOptions;
import org.inversionview.magics.options.SweepOptions;
import org.inversionview.magics.options.SweepRunOptions;
import org.inversionview.magics.result.QueriedRows;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.result.SweepRows;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.sweep.PlannedSweep;
import org.inversionview.magics.sweep.SweepDatabase;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.magics.view.View;
import org.inversionview.models.loading.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.Table;

@Command(
        name = "sweep",
        description =
                "Asks the same at many sites and positions, of many queries, on all cores; keeps the rows in a folder, goes on from there, and shows them.")
final class SweepMagic extends MagicCommand<Result> {

    private static final String SQL = "sql";
    private static final List<String> OF_SHOWING = List.of("column", SQL);

    /** What else than to sweep. */
    enum What {
        SHOW;

        @Override
        public String toString() {
            return "show";
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "show",
            description = "look at a folder, which needs no model")
    private @Nullable What what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = "that folder")
    private @Nullable Path folder;

    @Mixin
    private SweepOptions options = new SweepOptions();

    @Mixin
    private SweepRunOptions running = new SweepRunOptions();

    @Option(
            names = "column",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "the number whose map is drawn, and by which rows are best or worst; without it the one that says most")
    private String column = "";

    @Option(
            names = SQL,
            paramLabel = "SELECT",
            description =
                    "show: a query of the table rows, in quotation marks: item, measure, site, position, query, feature, example, the measures' numbers, error")
    private @Nullable String sql;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    void declare(CommandSpec declared) {
        PlacesOptions.everywhere(declared);
    }

    @Override
    Result run(Session session) throws IOException {
        if (what == What.SHOW) {
            return shown();
        }
        if (sql != null) {
            throw new MagicException("sql=…: only %sweep show FOLDER asks in SQL (%help sweep)");
        }
        LoadedModel model = session.requireModel();
        PlannedSweep sweep = running.of(
                options.plan(model, session.tasks().features()),
                model,
                LoadedModel.Request.like(model, model.name()),
                session.tasks());
        sweep.run(HowFar.ofSweep(session.screen(), HowFar.SHOW_EVERY));
        return read(sweep.path());
    }

    /** Reads the rows that there are, for {@code %last} also where the sweep was interrupted. */
    private SweepRows read(Path path) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return SweepRows.read(path, column);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Result shown() throws IOException {
        if (folder == null) {
            throw new MagicException("%sweep show needs a folder: %sweep show sweeps/addition (%help sweep)");
        }
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            if (!OF_SHOWING.contains(given.longestName())) {
                throw new MagicException(
                        "%%sweep show has no option %s=, its rows are there already: it has column= and sql= (%%help sweep)"
                                .formatted(given.longestName()));
            }
        }
        if (sql != null && !column.isEmpty()) {
            throw new MagicException("column=%s: with sql= there is no map (%%help sweep)".formatted(column));
        }
        return sql == null ? SweepRows.read(folder, column) : queried(folder, sql);
    }

    private static QueriedRows queried(Path folder, String sql) throws IOException {
        SweepFolder kept = SweepFolder.read(folder);
        try (SweepDatabase database = SweepDatabase.read(kept)) {
            return new QueriedRows(folder.toString(), answer(database, kept, sql));
        }
    }

    private static Table answer(SweepDatabase database, SweepFolder kept, String sql) {
        try {
            return database.query(sql);
        } catch (IOException e) {
            throw new MagicException(
                    "sql=: %s (the table rows has the columns %s)"
                            .formatted(e.getMessage(), String.join(", ", SweepDatabase.columns(kept.plan()))),
                    e);
        }
    }

    @Override
    boolean isRepeatable(List<String> arguments) {
        return false;
    }

    @Override
    Class<Result> resultType() {
        return Result.class;
    }

    @Override
    Class<? extends View> resultType(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.startsWith(SQL + "="))
                ? QueriedRows.class
                : SweepRows.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%sweep site=a1.* pos==,A1 queries=5",
                "%sweep measure=inspect,fcr,patch queries=100 out=sweeps/addition",
                "%sweep queries=1000 on=spark://HOST:7077 out=/shared/addition",
                "%sweep show sweeps/addition column=effect",
                "%sweep show sweeps/addition sql=\"SELECT site, avg(inside_share) AS inside FROM rows GROUP BY site\"",
                "SweepRows s = %sweep pos=A1 source=task");
    }
}
