package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.kernel.runner.NotebookParameters;
import org.inversionview.kernel.runner.NotebookRunner;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;

/** A notebook that was run, for looking into its outputs. */
record ExecutedNotebook(JsonNode json) {

    private static final String RESULT = "application/vnd.inversionview+json";

    /** Runs a notebook of this folder; every cell must succeed. */
    static ExecutedNotebook of(String file) throws IOException {
        return of(Notebook.read(Path.of(file)));
    }

    /** As above, of a notebook that is no file. */
    static ExecutedNotebook of(Notebook notebook) throws IOException {
        StringWriter errors = new StringWriter();
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(new Magics(session), session.tasks())) {
            NotebookRunner runner = new NotebookRunner(
                    evaluator,
                    NotebookParameters.NONE,
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(errors, true));
            NotebookRunner.Run run = runner.run(notebook);
            assertThat(run.succeeded()).as(errors.toString()).isTrue();
            return new ExecutedNotebook(
                    new ObjectMapper().readTree(run.notebook().json()));
        }
    }

    /** Returns the cell of that id. */
    JsonNode cell(String id) {
        return StreamSupport.stream(json.path("cells").spliterator(), false)
                .filter(cell -> cell.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what a cell printed, beside what it shows. */
    String printed(String id) {
        StringBuilder printed = new StringBuilder();
        for (JsonNode output : cell(id).path("outputs")) {
            JsonNode text = output.path("text");
            if (text.isArray()) {
                text.forEach(line -> printed.append(line.asText()));
            } else {
                printed.append(text.asText());
            }
        }
        return printed.toString();
    }

    /** Returns the numbers of a cell's result. */
    JsonNode result(String id) {
        return cell(id).at("/outputs/0/data").path(RESULT);
    }

    /** Returns the text of a cell's result. */
    String shown(String id) {
        return cell(id).at("/outputs/0/data/text~1plain").toString();
    }

    /** Returns the numbers of all results of a schema, in the order of the cells. */
    List<JsonNode> results(String schema) {
        return StreamSupport.stream(json.path("cells").spliterator(), false)
                .map(cell -> cell.at("/outputs/0/data").path(RESULT))
                .filter(result -> result.path("schema").asText().equals(schema))
                .toList();
    }

    /** Returns the statements that describe a preimage, in the result of a cell that reads one. */
    List<String> reading(String id) {
        return StreamSupport.stream(result(id).at("/description/statements").spliterator(), false)
                .map(one -> "%s: %s"
                        .formatted(
                                one.path("feature").asText(), one.path("value").asText()))
                .toList();
    }

    /** Returns what a cell's studies say, by their sites. */
    Map<String, String> verdicts(String id) {
        return StreamSupport.stream(result(id).path("results").spliterator(), false)
                .collect(Collectors.toMap(
                        one -> one.path("site").asText(),
                        one -> one.path("verdict").asText()));
    }

    /** Returns which inputs of a cell's distances lie inside ε. */
    List<Boolean> insideOfDistances(String id) {
        return StreamSupport.stream(result(id).path("inputs").spliterator(), false)
                .map(input -> input.path("inside").asBoolean())
                .toList();
    }

    /** The smaller of a patch's two increments, as a share of the whole effect. */
    double share(String id, String patch) {
        JsonNode effects = result(id).path("effects");
        double smallest = Double.POSITIVE_INFINITY;
        for (String order : List.of("forward", "backward")) {
            JsonNode steps = effects.path(order);
            double whole = steps.path(steps.size() - 1).at("/total/mean").asDouble();
            for (JsonNode step : steps) {
                if (step.path("patch").asText().equals(patch)) {
                    smallest = Math.min(smallest, step.at("/increment/mean").asDouble() / whole);
                }
            }
        }
        return smallest;
    }
}
