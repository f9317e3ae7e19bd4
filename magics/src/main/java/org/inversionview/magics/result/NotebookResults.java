package org.inversionview.magics.result;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * The results that an executed notebook shows.
 *
 * @param file the notebook
 * @param byCell the JSON forms of those that can be had back or computed again, in their order, by the number in brackets
 *     beside the cell
 */
record NotebookResults(Path file, Map<String, List<JsonNode>> byCell) {

    private static final int MOST_BYTES = 100_000_000;
    private static final String SCHEMA = "schema";

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Notebook(@Nullable List<NotebookCell> cells) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record NotebookCell(
            @Nullable Integer executionCount, @Nullable List<Output> outputs) {

        List<JsonNode> results() {
            return requireNonNullElse(outputs, List.<Output>of()).stream()
                    .flatMap(output -> Optional.ofNullable(output.data()).stream())
                    .flatMap(data -> Optional.ofNullable(data.get(MimeBundle.INVERSIONVIEW)).stream())
                    .filter(NotebookResults::isResult)
                    .toList();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Output(@Nullable Map<String, JsonNode> data) {}

    static NotebookResults read(Path file) throws IOException {
        Notebook notebook = StrictJson.parse(
                RegularFile.bytes(file, MOST_BYTES), file.toString(), Notebook.class, "it is no notebook (.ipynb)");
        Map<String, List<JsonNode>> byCell = new LinkedHashMap<>();
        for (NotebookCell cell : requireNonNullElse(notebook.cells(), List.<NotebookCell>of())) {
            List<JsonNode> results = cell.results();
            if (cell.executionCount() != null && !results.isEmpty()) {
                byCell.put(String.valueOf(cell.executionCount()), results);
            }
        }
        return new NotebookResults(file, byCell);
    }

    private static boolean isOne(JsonNode json) {
        return !json.path(SCHEMA).asText().equals(Several.SCHEMA);
    }

    private static boolean isResult(JsonNode json) {
        String schema = json.path(SCHEMA).asText();
        return ResultKinds.isKind(schema) || schema.equals(Several.SCHEMA);
    }

    /**
     * Returns the result of a cell; of several, the last.
     *
     * @param cell its number; may be empty where there is one result
     * @throws MagicException if the cell shows none, or none that this version reads
     */
    Result at(String cell) {
        String number = number(cell);
        List<JsonNode> results = at(number, NotebookResults::isOne);
        JsonNode json = results.get(results.size() - 1);
        return Shown.of("%s#%s".formatted(file, number), json).result();
    }

    /**
     * Returns the results of a cell to compute them again; of every cell, where none is named.
     *
     * @throws MagicException if there are none, or one that this version does not read
     */
    List<Recorded> recorded(String cell) {
        List<String> numbers =
                cell.isEmpty() && byCell.size() > 1 ? List.copyOf(byCell.keySet()) : List.of(number(cell));
        return numbers.stream()
                .flatMap(number -> at(number, json -> true).stream()
                        .flatMap(json -> Shown.of("%s#%s".formatted(file, number), json).recorded().stream()))
                .toList();
    }

    private String number(String cell) {
        return cell.isEmpty() && byCell.size() == 1 ? byCell.keySet().iterator().next() : cell;
    }

    private List<JsonNode> at(String number, Predicate<JsonNode> wanted) {
        List<JsonNode> results =
                byCell.getOrDefault(number, List.of()).stream().filter(wanted).toList();
        if (results.isEmpty()) {
            throw new MagicException("%s#%s: no such cell shows a result that can be loaded; there is %s"
                    .formatted(file, number, cells(wanted)));
        }
        return results;
    }

    private String cells(Predicate<JsonNode> wanted) {
        String cells = byCell.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(wanted))
                .map(entry -> "#%s (%s)"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().stream()
                                        .filter(wanted)
                                        .map(json -> json.path(SCHEMA).asText())
                                        .collect(Collectors.joining(" "))))
                .collect(Collectors.joining(", "));
        return cells.isEmpty() ? "none: run the notebook first" : cells;
    }
}
