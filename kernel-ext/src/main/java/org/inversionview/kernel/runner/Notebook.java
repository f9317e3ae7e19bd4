package org.inversionview.kernel.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.NotebookJson;
import org.inversionview.models.OneLine;

/** A notebook in nbformat 4.5. */
public final class Notebook {

    private static final Set<String> CELL_TYPES = Set.of("code", "markdown", "raw");

    /** NaN and Infinity, which are no JSON, are written as texts. */
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode root;

    private Notebook(ObjectNode root) {
        this.root = root;
    }

    /**
     * Returns a file's notebook; an older minor version becomes 4.5.
     *
     * @throws UserMistake if there is no such file, or it is no notebook of nbformat 4
     */
    public static Notebook read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserMistake("no file " + file + ": give the path of a notebook (.ipynb)");
        }
        try {
            return of(NotebookJson.read(file), file.toString());
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private static Notebook of(JsonNode json, String name) {
        if (!(json instanceof ObjectNode root) || !json.path("nbformat").isInt()) {
            throw new UserMistake(name + " is JSON but no notebook: it has no nbformat");
        }
        int format = json.path("nbformat").intValue();
        if (format != 4) {
            throw new UserMistake("%s has nbformat %s: only 4 is read; convert it with jupyter nbconvert --to notebook"
                    .formatted(name, format));
        }
        if (!json.path("cells").isArray()) {
            throw new UserMistake(name + " is JSON but no notebook: it has no list of cells");
        }
        int number = 0;
        for (JsonNode cell : json.path("cells")) {
            number++;
            if (!CELL_TYPES.contains(cell.path("cell_type").asText())) {
                throw new UserMistake("cell %s of %s has cell_type %s: allowed are code, markdown and raw"
                        .formatted(
                                number,
                                name,
                                OneLine.brief(cell.path("cell_type").toString())));
            }
        }
        ObjectNode own = root.deepCopy();
        NotebookFormat.complete(own);
        return new Notebook(own);
    }

    /** Returns the cells; what is changed in them changes in this notebook. */
    public List<ObjectNode> cells() {
        return StreamSupport.stream(root.path("cells").spliterator(), false)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** Returns the metadata of the notebook as a whole; what is changed in them changes in this notebook. */
    public ObjectNode metadata() {
        return root.withObject("/metadata");
    }

    /** Returns a notebook of the same metadata with other cells. */
    public Notebook with(List<ObjectNode> cells) {
        ObjectNode copy = root.deepCopy();
        copy.putArray("cells").addAll(cells);
        NotebookFormat.complete(copy);
        return new Notebook(copy);
    }

    /** Adds a code cell after another, and returns it. */
    ObjectNode insertAfter(ObjectNode cell, String source, String tag) {
        ArrayNode cells = (ArrayNode) root.path("cells");
        int place = 0;
        while (cells.get(place) != cell) {
            place++;
        }
        ObjectNode added = cells.insertObject(place + 1);
        added.put("cell_type", "code")
                .put("id", freeId(tag))
                .putObject("metadata")
                .putArray("tags")
                .add(tag);
        added.set("source", lines(source));
        added.putArray("outputs");
        return added;
    }

    private String freeId(String wanted) {
        String id = wanted;
        while (root.path("cells").findValuesAsText("id").contains(id)) {
            id += "-";
        }
        return id;
    }

    /** Returns a copy whose code cells were not run: no outputs, no counts. */
    public Notebook cleared() {
        Notebook copy = new Notebook(root.deepCopy());
        copy.cells().stream().filter(Notebook::isCode).forEach(cell -> {
            cell.putArray("outputs");
            cell.putNull("execution_count");
        });
        return copy;
    }

    /** Tells whether a cell is one of code. */
    public static boolean isCode(ObjectNode cell) {
        return cell.path("cell_type").asText().equals("code");
    }

    static boolean hasTag(ObjectNode cell, String tag) {
        return StreamSupport.stream(cell.path("metadata").path("tags").spliterator(), false)
                .anyMatch(each -> each.asText().equals(tag));
    }

    /** Returns a text that a notebook holds in one piece or as a list of lines. */
    public static String text(JsonNode text) {
        if (!text.isArray()) {
            return text.asText();
        }
        StringBuilder joined = new StringBuilder();
        text.forEach(line -> joined.append(line.asText()));
        return joined.toString();
    }

    /** Returns a text as a list of lines, each with its line break: what changes line by line in version control. */
    public static ArrayNode lines(String text) {
        ArrayNode lines = MAPPER.createArrayNode();
        append(lines, text);
        return lines;
    }

    /** Adds a text to a list of lines; where the last one has no line break yet, it goes on. */
    static void append(ArrayNode lines, String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start) + 1;
            end = end == 0 ? text.length() : end;
            String last = lines.isEmpty() ? "\n" : lines.get(lines.size() - 1).asText();
            String line = text.substring(start, end);
            if (last.endsWith("\n")) {
                lines.add(line);
            } else {
                lines.set(lines.size() - 1, last + line);
            }
            start = end;
        }
    }

    /** Returns plain Java values (maps, lists, texts, numbers) as JSON. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns the file's text: JSON, indented as Jupyter does. */
    public String json() {
        try {
            return MAPPER.writer(new JupyterIndentation()).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
