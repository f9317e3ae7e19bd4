package org.inversionview.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.kernel.assignment.Grading;
import org.inversionview.kernel.assignment.Limits;
import org.inversionview.kernel.assignment.Releasing;

/** A class that gets an assignment, hands in, and is graded: from the teacher's notebook to points. */
final class GradedClass {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int JOBS = 2;

    private final Path source;
    private final Path folder;
    private final JsonNode released;
    private final Map<String, String> solutions = new HashMap<>();

    /** Releases an assignment of this folder, whose own answers must get every point. */
    GradedClass(String file, Path folder) throws IOException {
        source = Path.of("assignments", file);
        this.folder = folder;
        released = JSON.readTree(new Releasing(Limits.USUAL, Releasing.USUAL_STUB)
                .release(source, folder.resolve("released"))
                .toFile());
        for (JsonNode cell : JSON.readTree(source.toFile()).path("cells")) {
            solutions.put(id(cell), text(cell));
        }
    }

    /** Hands in what was released, without an answer. */
    void handInNothing(String student) throws IOException {
        write(student, released);
    }

    /** Hands in the teacher's answers but for some. */
    void handIn(String student, Map<String, String> others) throws IOException {
        Map<String, String> answers = new HashMap<>(solutions);
        answers.putAll(others);
        JsonNode notebook = released.deepCopy();
        for (JsonNode cell : notebook.path("cells")) {
            if (cell.at("/metadata/nbgrader/solution").asBoolean()) {
                ((ObjectNode) cell).put("source", answers.get(id(cell)));
            }
        }
        write(student, notebook);
    }

    private void write(String student, JsonNode notebook) throws IOException {
        Path file =
                Files.createDirectories(folder.resolve("in").resolve(student)).resolve(source.getFileName());
        Files.writeString(file, notebook.toString());
    }

    /** Grades, and returns each student's points by the names of the cells that a machine grades. */
    Map<String, Map<String, Double>> grade() throws IOException, InterruptedException {
        Path grades = new Grading(folder.resolve("in"), source, folder.resolve("out"), JOBS, Limits.USUAL)
                .grade(new PrintWriter(new StringWriter()));
        return Files.readAllLines(grades).stream()
                .skip(1)
                .map(line -> line.split(",", 4))
                .filter(row -> !row[2].isEmpty())
                .collect(Collectors.groupingBy(
                        row -> row[0],
                        Collectors.toMap(
                                row -> row[1], row -> Double.parseDouble(row[2]), Double::sum, LinkedHashMap::new)));
    }

    private static String id(JsonNode cell) {
        return cell.at("/metadata/nbgrader/grade_id").asText();
    }

    private static String text(JsonNode cell) {
        StringBuilder text = new StringBuilder();
        cell.path("source").forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
