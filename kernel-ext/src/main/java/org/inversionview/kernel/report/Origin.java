package org.inversionview.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.magics.view.MimeBundle;

/**
 * Where numbers come from: a model, its decoder, the machine and the versions, and the cells that show them.
 *
 * @param model its name and task
 * @param weights SHA-256 of the probed model's, and of the decoder's where there is one
 * @param machine device and versions
 * @param cells numbers in brackets
 */
public record Origin(String model, List<String> weights, String machine, List<String> cells) {

    private static final String PROVENANCE = "provenance";

    public Origin {
        weights = List.copyOf(weights);
        cells = List.copyOf(cells);
    }

    /** Returns the origins of what a notebook shows, each once. */
    static List<Origin> of(Notebook notebook) {
        Map<JsonNode, List<String>> cells = new LinkedHashMap<>();
        for (ObjectNode cell : notebook.cells()) {
            String number = cell.path("execution_count").asText();
            for (JsonNode output : cell.path("outputs")) {
                for (JsonNode found :
                        output.path("data").path(MimeBundle.INVERSIONVIEW).findValues(PROVENANCE)) {
                    List<String> before = cells.computeIfAbsent(found, none -> new ArrayList<>());
                    if (!before.contains(number)) {
                        before.add(number);
                    }
                }
            }
        }
        return cells.entrySet().stream()
                .filter(entry -> entry.getKey().isObject())
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Origin of(JsonNode provenance, List<String> cells) {
        List<String> weights = new ArrayList<>();
        for (String part : List.of("probed", "decoder")) {
            String hash = provenance.path(part + "_sha256").asText();
            if (!hash.isEmpty()) {
                weights.add("%s %s".formatted(part, hash));
            }
        }
        String versions = provenance.path("versions").properties().stream()
                .map(entry -> "%s %s".formatted(entry.getKey(), entry.getValue().asText()))
                .collect(Collectors.joining(", "));
        return new Origin(
                "%s (task %s, %s weights)"
                        .formatted(
                                provenance.path("model").asText(),
                                provenance.path("task").asText(),
                                provenance.path("processed").asBoolean() ? "processed" : "raw"),
                weights,
                "%s; %s".formatted(provenance.path("device").asText(), versions),
                cells);
    }
}
