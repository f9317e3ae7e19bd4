package org.inversionview.magics.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.inversionview.magics.log.LogEntry;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Json;
import org.inversionview.magics.view.View;
import org.inversionview.models.OneLine;
import org.inversionview.models.loading.LoadedModel;

/**
 * One run of a magic, which leaves what was asked and what came of it in the session's log.
 *
 * @param arguments that it was given
 */
record LoggedRun(MagicCommand<?> magic, String name, List<String> arguments, Session session) {

    private static final double NANOS = 1e9;

    /** Returns what the run gives. */
    View of(Supplier<View> run) {
        if (!session.log().isOn() || !magic.isLogged()) {
            return run.get();
        }
        long start = session.clock().getAsLong();
        try {
            View view = run.get();
            if (view instanceof Result result && !result.schema().isEmpty()) {
                session.log().add(done(result, start));
            }
            return view;
        } catch (RuntimeException e) {
            session.log().add(failed(e, start));
            throw e;
        }
    }

    private LogEntry done(Result result, long start) {
        return new LogEntry(
                now(),
                name,
                line(),
                result.repeats(),
                model(),
                seconds(start),
                Optional.empty(),
                Optional.of(figures(result)),
                result.origin());
    }

    private LogEntry failed(RuntimeException e, long start) {
        return new LogEntry(
                now(),
                name,
                line(),
                List.of(),
                model(),
                seconds(start),
                Optional.of(OneLine.of(String.valueOf(e.getMessage()))),
                Optional.empty(),
                Optional.empty());
    }

    private static JsonNode figures(Result result) {
        ObjectNode figures = (ObjectNode) Json.shown(result.json());
        figures.put("schema", result.schema());
        figures.remove("provenance");
        return figures;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private String line() {
        return ("%%%s %s".formatted(name, magic.written(arguments))).strip();
    }

    private String model() {
        return session.model().map(LoadedModel::name).orElse("");
    }

    private double seconds(long start) {
        return (session.clock().getAsLong() - start) / NANOS;
    }
}
