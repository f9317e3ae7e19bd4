package org.inversionview.magics.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.view.Json;

/**
 * A result's JSON form, as a notebook shows it.
 *
 * @param where it is shown
 * @param schema its kind
 */
record Shown(String where, String schema, JsonNode json) {

    private static final String SCHEMA = "schema";

    static Shown of(String where, JsonNode json) {
        return new Shown(where, json.path(SCHEMA).asText(), json);
    }

    private ResultKinds.Kind kind() {
        return ResultKinds.named(schema, where, "another version");
    }

    /**
     * Returns the result, as far as it is shown.
     *
     * @throws MagicException if this version does not read it, or not all of such results is shown
     */
    Result result() {
        return result(json);
    }

    private Result result(JsonNode shown) {
        try {
            return kind().fromShown().of(shown);
        } catch (IOException e) {
            throw new MagicException(
                    "%s shows a result of which this version cannot make sense: run the notebook again"
                            .formatted(where),
                    e);
        }
    }

    /** Returns the result to compute it again; of several, each. */
    List<Recorded> recorded() {
        if (schema.equals(Several.SCHEMA)) {
            return IntStream.range(0, json.path("results").size())
                    .mapToObj(this::row)
                    .toList();
        }
        if (!kind().isShownWhole()) {
            return List.of(recorded(json, now -> Json.shown(Json.tree(now.schema(), now.json()))));
        }
        return List.of(recorded(Recorded.whole(result()), now -> Recorded.whole(result(Json.shown(now.json())))));
    }

    private Recorded recorded(JsonNode compared, Function<Result, JsonNode> form) {
        return new Recorded(where, schema, Recorded.lines(compared), compared, form);
    }

    /** One of several, of which a notebook shows a line. */
    private Recorded row(int place) {
        return new Recorded(
                "%s[%s]".formatted(where, place),
                schema,
                Recorded.texts(json.path("lines").path(place)),
                json.path("results").path(place),
                now -> Json.shown(now.row()));
    }
}
