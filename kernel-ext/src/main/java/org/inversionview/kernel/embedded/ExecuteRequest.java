package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A front end's request to execute a cell.
 *
 * @param code Java and magic lines
 * @param silent whether nothing is published or counted
 * @param remembered whether the cell counts, and stands in the history
 * @param expressions to evaluate afterwards, by name
 * @param mayAsk whether the front end lets a person type something in
 * @param stopsOthers whether the requests that wait are given up if this cell fails
 */
record ExecuteRequest(
        String code,
        boolean silent,
        boolean remembered,
        Map<String, String> expressions,
        boolean mayAsk,
        boolean stopsOthers) {

    static final String TYPE = "execute_request";

    ExecuteRequest {
        expressions = new LinkedHashMap<>(expressions);
    }

    /**
     * Reads a request; what may lack has the protocol's default.
     *
     * @throws InvalidContent if there is no code that is a text, or expressions are none
     */
    static ExecuteRequest of(JsonNode content) {
        if (!content.path("code").isTextual()) {
            throw new InvalidContent(TYPE, "code", "a text", content);
        }
        JsonNode asked = content.path("user_expressions");
        if (!asked.isMissingNode() && !asked.isNull() && !asked.isObject()) {
            throw new InvalidContent(TYPE, "user_expressions", "an object", content);
        }
        Map<String, String> expressions = new LinkedHashMap<>();
        asked.properties()
                .forEach(each -> expressions.put(each.getKey(), each.getValue().asText()));
        boolean silent = content.path("silent").asBoolean();
        return new ExecuteRequest(
                content.path("code").asText(),
                silent,
                !silent && content.path("store_history").asBoolean(true),
                expressions,
                content.path("allow_stdin").asBoolean(true),
                content.path("stop_on_error").asBoolean(true));
    }
}
