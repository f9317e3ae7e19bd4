package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The cells of this session, which a console offers again; those of earlier sessions are not kept. */
final class SessionHistory {

    /** How a front end calls the running session. */
    private static final int THIS_SESSION = 0;

    private final List<Cell> cells = new ArrayList<>();

    private record Cell(int number, String input, String output) {}

    /**
     * Remembers a cell.
     *
     * @param output the text of its value; empty if it has none
     */
    void add(int number, String input, String output) {
        cells.add(new Cell(number, input, output));
    }

    /**
     * Returns the cells that a history_request asks for: the last ones, a range of numbers, or those that match a pattern
     * with {@code *} and {@code ?}.
     *
     * @throws InvalidContent if it asks in no such way
     */
    ArrayNode asked(JsonNode request) {
        List<Cell> found = switch (request.path("hist_access_type").asText()) {
            case "tail" -> last(cells, request);
            case "range" -> range(request);
            case "search" -> last(search(request), request);
            default ->
                throw new InvalidContent("history_request", "hist_access_type", "tail, range or search", request);
        };
        boolean outputs = request.path("output").asBoolean();
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        found.forEach(cell -> rows.add(row(cell, outputs)));
        return rows;
    }

    private List<Cell> range(JsonNode request) {
        int start = request.path("start").asInt();
        int stop = request.path("stop").asInt(Integer.MAX_VALUE);
        boolean ours = request.path("session").asInt() == THIS_SESSION;
        return cells.stream()
                .filter(cell -> ours && cell.number() >= start && cell.number() < stop)
                .toList();
    }

    private List<Cell> search(JsonNode request) {
        String quoted = Pattern.quote(request.path("pattern").asText("*"));
        Pattern pattern = Pattern.compile(quoted.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        List<Cell> found = cells.stream()
                .filter(cell -> pattern.matcher(cell.input()).matches())
                .toList();
        if (!request.path("unique").asBoolean()) {
            return found;
        }
        Map<String, Cell> latest = new LinkedHashMap<>();
        for (Cell cell : found) {
            latest.remove(cell.input());
            latest.put(cell.input(), cell);
        }
        return List.copyOf(latest.values());
    }

    private static List<Cell> last(List<Cell> cells, JsonNode request) {
        int most = Math.max(0, request.path("n").asInt(cells.size()));
        return cells.subList(Math.max(0, cells.size() - most), cells.size());
    }

    /** Returns [session, number, input], or with [input, output] in the input's place. */
    private static ArrayNode row(Cell cell, boolean withOutput) {
        ArrayNode row = JsonNodeFactory.instance.arrayNode().add(THIS_SESSION).add(cell.number());
        if (withOutput) {
            row.addArray().add(cell.input()).add(cell.output());
        } else {
            row.add(cell.input());
        }
        return row;
    }
}
