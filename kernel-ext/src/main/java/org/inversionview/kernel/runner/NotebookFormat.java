package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inversionview.kernel.cell.Language;

/** Makes a notebook valid by the schema of nbformat 4.5: what is missing is added, what does not fit is left out. */
final class NotebookFormat {

    private static final int MINOR = 5;
    private static final String VALID_ID = "[a-zA-Z0-9_-]{1,64}";

    private static final Set<String> OF_NOTEBOOK = Set.of("metadata", "nbformat", "nbformat_minor", "cells");
    private static final Set<String> OF_CODE =
            Set.of("id", "cell_type", "metadata", "source", "outputs", "execution_count");
    private static final Set<String> OF_TEXT = Set.of("id", "cell_type", "metadata", "source", "attachments");

    private static final Map<String, Predicate<JsonNode>> NOTEBOOK_METADATA = Map.of(
            "authors", JsonNode::isArray,
            "title", JsonNode::isTextual,
            "orig_nbformat", value -> value.isInt() && value.intValue() > 0,
            "kernelspec", NotebookFormat::isKernelSpec);

    private static final Map<String, Predicate<JsonNode>> CELL_METADATA = Map.of(
            "tags", NotebookFormat::isTags,
            "name", JsonNode::isTextual,
            "format", JsonNode::isTextual,
            "jupyter", JsonNode::isObject,
            "execution", JsonNode::isObject,
            "collapsed", JsonNode::isBoolean,
            "scrolled", value -> value.isBoolean() || value.asText().equals("auto"));

    private NotebookFormat() {}

    /** Makes a notebook valid in place, and one of Java. */
    static void complete(ObjectNode root) {
        root.retain(OF_NOTEBOOK);
        root.put("nbformat_minor", MINOR);
        ObjectNode metadata = metadata(root, NOTEBOOK_METADATA);
        if (!metadata.has("kernelspec")) {
            metadata.putObject("kernelspec")
                    .put("display_name", "Java (InversionView)")
                    .put("language", Language.NAME)
                    .put("name", "inversionview");
        }
        metadata.putObject("language_info")
                .put("name", Language.NAME)
                .put("version", Language.VERSION)
                .put("mimetype", Language.MIME_TYPE)
                .put("file_extension", Language.FILE_EXTENSION)
                .put("pygments_lexer", Language.NAME);
        Set<String> given = new HashSet<>();
        root.path("cells").forEach(cell -> given.add(cell.path("id").asText()));
        Set<String> used = new HashSet<>();
        int number = 0;
        for (JsonNode cell : root.path("cells")) {
            number++;
            complete((ObjectNode) cell, number, given, used);
        }
    }

    private static void complete(ObjectNode cell, int number, Set<String> given, Set<String> used) {
        boolean code = Notebook.isCode(cell);
        cell.retain(code ? OF_CODE : OF_TEXT);
        metadata(cell, CELL_METADATA);
        if (!isText(cell.path("source"))) {
            cell.put("source", "");
        }
        if (!code && !cell.path("attachments").isObject()) {
            cell.remove("attachments");
        }
        String id = cell.path("id").asText();
        if (!id.matches(VALID_ID) || !used.add(id)) {
            String own = "cell-" + number;
            while (given.contains(own) || !used.add(own)) {
                own += "-";
            }
            cell.put("id", own);
        }
    }

    private static ObjectNode metadata(ObjectNode owner, Map<String, Predicate<JsonNode>> allowed) {
        if (!(owner.path("metadata") instanceof ObjectNode metadata)) {
            return owner.putObject("metadata");
        }
        allowed.forEach((name, fits) -> {
            if (!fits.test(metadata.path(name))) {
                metadata.remove(name);
            }
        });
        return metadata;
    }

    private static boolean isKernelSpec(JsonNode spec) {
        return spec.path("name").isTextual() && spec.path("display_name").isTextual();
    }

    private static boolean isTags(JsonNode tags) {
        Set<String> seen = new HashSet<>();
        return tags.isArray() && stream(tags).allMatch(tag -> tag.asText().matches("[^,]+") && seen.add(tag.asText()));
    }

    private static boolean isText(JsonNode text) {
        return text.isTextual() || (text.isArray() && stream(text).allMatch(JsonNode::isTextual));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
