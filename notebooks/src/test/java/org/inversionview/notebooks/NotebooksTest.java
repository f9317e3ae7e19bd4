package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.MagicLines;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.kernel.runner.NotebookRunner;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every cell of every notebook, and checks what the quickstart tells its reader. */
class NotebooksTest {

    private static final String RESULT = "application/vnd.inversionview+json";

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("."))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode execute(Path notebook) throws IOException {
        StringWriter errors = new StringWriter();
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(MagicLines.of(new Magics(session)))) {
            NotebookRunner runner =
                    new NotebookRunner(evaluator, new PrintWriter(new StringWriter()), new PrintWriter(errors, true));
            NotebookRunner.Run run = runner.run(Notebook.read(notebook));
            assertThat(run.succeeded()).as(errors.toString()).isTrue();
            return new ObjectMapper().readTree(run.notebook().json());
        }
    }

    private static JsonNode cell(JsonNode notebook, String id) {
        return StreamSupport.stream(notebook.path("cells").spliterator(), false)
                .filter(cell -> cell.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode result(JsonNode notebook, String id) {
        return cell(notebook, id).at("/outputs/0/data").path(RESULT);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void every_cell_runs(Path notebook) throws IOException {
        execute(notebook);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebooks_are_kept_without_outputs(Path notebook) throws IOException {
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
            assertThat(cell.path("outputs")).as(cell.path("id").asText()).isEmpty();
        }
    }

    @Test
    void quickstart_finds_what_it_tells_its_reader() throws IOException {
        JsonNode notebook = execute(Path.of("00-quickstart.ipynb"));

        JsonNode preimage = result(notebook, "inspect");
        assertThat(preimage.path("site").asText()).isEqualTo("a1.2");
        List<String> pairs = StreamSupport.stream(preimage.path("samples").spliterator(), false)
                .filter(sample -> sample.path("inside").asBoolean())
                .map(sample -> sample.path("text").asText())
                .map(text -> "" + text.charAt(1) + text.charAt(5))
                .toList();
        assertThat(pairs).hasSizeGreaterThan(100);
        assertThat(pairs.stream()
                        .filter(pair -> pair.equals("68") || pair.equals("86"))
                        .count())
                .as("of %d inside", pairs.size())
                .isGreaterThan(pairs.size() * 9L / 10);

        JsonNode own = result(notebook, "distances").path("inputs");
        assertThat(own).hasSize(5);
        for (int i = 0; i < own.size(); i++) {
            assertThat(own.get(i).path("inside").asBoolean())
                    .as(own.get(i).path("text").asText())
                    .isEqualTo(i < 2);
        }
    }
}
