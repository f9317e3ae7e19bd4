package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Builds notebooks with nbgrader's metadata, cell by cell. */
final class NotebookText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;
    private final ArrayNode cells;

    /** Begins one. */
    NotebookText() {
        this(JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5));
    }

    private NotebookText(ObjectNode root) {
        this.root = root;
        cells = root.withArray("cells");
    }

    /** Returns the notebook that another was written as, to go on with. */
    static NotebookText of(String json) throws IOException {
        return new NotebookText((ObjectNode) JSON.readTree(json));
    }

    /** Leaves out what is said of the notebook as a whole. */
    NotebookText withoutMetadata() {
        root.putObject("metadata");
        return this;
    }

    NotebookText cell(String type, String source) {
        ObjectNode cell = cells.addObject().put("cell_type", type).put("source", source);
        cell.putObject("metadata");
        return this;
    }

    NotebookText locked(String id, String source) {
        return graded("code", id, source, Set.of("locked"), 0);
    }

    NotebookText solution(String id, String source) {
        return graded("code", id, source, Set.of("solution"), 0);
    }

    NotebookText check(String id, double points, String source) {
        return graded("code", id, source, Set.of("grade", "locked"), points);
    }

    NotebookText task(String id, double points, String source) {
        return graded("markdown", id, source, Set.of("task", "locked"), points);
    }

    private NotebookText graded(String type, String id, String source, Set<String> kinds, double points) {
        cell(type, source);
        ObjectNode own = last().withObject("/metadata").putObject("nbgrader");
        for (String kind : List.of("grade", "locked", "solution", "task")) {
            own.put(kind, kinds.contains(kind));
        }
        own.put("grade_id", id).put("schema_version", 3);
        if (kinds.contains("grade") || kinds.contains("task")) {
            own.put("points", points);
        }
        return this;
    }

    private ObjectNode last() {
        return (ObjectNode) cells.get(cells.size() - 1);
    }

    /** Changes the text of the cell of that name. */
    NotebookText write(String id, String source) {
        named(id).put("source", source);
        return this;
    }

    /** Changes what the cell of that name says it is worth. */
    NotebookText claim(String id, double points) {
        ((ObjectNode) named(id).path("metadata").path("nbgrader")).put("points", points);
        return this;
    }

    NotebookText remove(String id) {
        cells.remove(place(id));
        return this;
    }

    /** Puts a code cell before the one of that name. */
    NotebookText before(String id, String source) {
        ObjectNode cell = cells.insertObject(place(id)).put("cell_type", "code").put("source", source);
        cell.putObject("metadata");
        return this;
    }

    /** Puts a copy of a cell, with another text, before another. */
    NotebookText copy(String id, String before, String source) {
        ObjectNode copy = named(id).deepCopy().put("source", source);
        cells.insert(place(before), copy);
        return this;
    }

    ObjectNode named(String id) {
        return (ObjectNode) cells.get(place(id));
    }

    private int place(String id) {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i)
                    .path("metadata")
                    .path("nbgrader")
                    .path("grade_id")
                    .asText()
                    .equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no cell " + id);
    }

    Path writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, toString());
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
