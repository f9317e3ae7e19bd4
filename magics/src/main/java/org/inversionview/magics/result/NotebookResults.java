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
 * @param byCell their JSON forms, by the number in brackets beside the cell; of several results in one cell, the last
 */
record NotebookResults(Path file, Map<String, JsonNode> byCell) {

    private static final int MOST_BYTES = 100_000_000;
    private static final String SCHEMA = "schema";

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Notebook(@Nullable List<NotebookCell> cells) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record NotebookCell(
            @Nullable Integer executionCount, @Nullable List<Output> outputs) {

        Optional<JsonNode> result() {
            return requireNonNullElse(outputs, List.<Output>of()).stream()
                    .flatMap(output -> Optional.ofNullable(output.data()).stream())
                    .flatMap(data -> Optional.ofNullable(data.get(MimeBundle.INVERSIONVIEW)).stream())
                    .reduce((first, second) -> second);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Output(@Nullable Map<String, JsonNode> data) {}

    static NotebookResults read(Path file) throws IOException {
        Notebook notebook = StrictJson.parse(
                RegularFile.bytes(file, MOST_BYTES), file.toString(), Notebook.class, "it is no notebook (.ipynb)");
        Map<String, JsonNode> byCell = new LinkedHashMap<>();
        for (NotebookCell cell : requireNonNullElse(notebook.cells(), List.<NotebookCell>of())) {
            if (cell.executionCount() != null) {
                cell.result()
                        .filter(json -> ResultKinds.isKind(json.path(SCHEMA).asText()))
                        .ifPresent(json -> byCell.put(String.valueOf(cell.executionCount()), json));
            }
        }
        return new NotebookResults(file, byCell);
    }

    /**
     * Returns the result of a cell.
     *
     * @param cell its number; may be empty where there is one result
     * @throws MagicException if the cell shows none, or none that this version reads
     */
    Result at(String cell) {
        String number = cell.isEmpty() && byCell.size() == 1
                ? byCell.keySet().iterator().next()
                : cell;
        JsonNode json = byCell.get(number);
        if (json == null) {
            throw new MagicException("%s#%s: no such cell shows a result that can be loaded; there is %s"
                    .formatted(file, number, cells()));
        }
        String where = "%s#%s".formatted(file, number);
        try {
            return ResultKinds.named(json.path(SCHEMA).asText(), where, "another version")
                    .fromShown()
                    .of(json);
        } catch (IOException e) {
            throw new MagicException(
                    "%s shows a result of which this version cannot make sense: run the notebook again"
                            .formatted(where),
                    e);
        }
    }

    private String cells() {
        return byCell.isEmpty()
                ? "none: run the notebook first"
                : byCell.entrySet().stream()
                        .map(entry -> "#%s (%s)"
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue().path(SCHEMA).asText()))
                        .collect(Collectors.joining(", "));
    }
}
