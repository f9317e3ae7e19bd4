package org.inversionview.kernel.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellOutputs.StreamName;
import org.inversionview.kernel.cell.EchoMagics;
import org.inversionview.magics.view.MimeBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookRunnerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> STREAM = Set.of("output_type", "name", "text");
    private static final Set<String> DISPLAY = Set.of("output_type", "data", "metadata");
    private static final Set<String> RESULT = Set.of("output_type", "data", "metadata", "execution_count");
    private static final Set<String> ERROR = Set.of("output_type", "ename", "evalue", "traceback");

    private static CellEvaluator evaluator;

    private final Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    NotebookRunnerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void start() {
        evaluator = new CellEvaluator(new EchoMagics());
    }

    @AfterAll
    static void end() {
        evaluator.close();
    }

    private static ObjectNode notebook(ObjectNode... cells) {
        ObjectNode root = JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 2);
        root.putObject("metadata");
        ArrayNode list = root.putArray("cells");
        List.of(cells).forEach(list::add);
        return root;
    }

    private static ObjectNode cell(String type, String... lines) {
        ObjectNode cell = JSON.createObjectNode().put("cell_type", type);
        ArrayNode source = cell.putArray("source");
        for (int i = 0; i < lines.length; i++) {
            source.add(lines[i] + (i + 1 < lines.length ? "\n" : ""));
        }
        return cell;
    }

    private Notebook read(ObjectNode notebook) throws IOException {
        return Notebook.read(Files.writeString(folder.resolve("n.ipynb"), notebook.toString()));
    }

    private NotebookRunner.Run run(ObjectNode... cells) throws IOException {
        return run(Map.of(), cells);
    }

    private NotebookRunner.Run run(Map<String, String> parameters, ObjectNode... cells) throws IOException {
        return new NotebookRunner(
                        evaluator, new NotebookParameters(parameters), new PrintWriter(out), new PrintWriter(err))
                .run(read(notebook(cells)));
    }

    private static ObjectNode tagged(String tag, ObjectNode cell) {
        cell.putObject("metadata").putArray("tags").add(tag);
        return cell;
    }

    @Test
    void parameters_take_the_place_of_what_the_notebook_declares() throws IOException {
        ObjectNode declared = tagged(
                "parameters",
                cell("code", "int n = 1; long l = 1; double d = 1; boolean b = true; String s = \"\"; float f = 1;"));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("n", "500");
        values.put("l", "5000000000");
        values.put("d", "-2.5e3");
        values.put("b", "false");
        values.put("s", "615+861=\"ε\"\\");
        values.put("f", "0.5");

        JsonNode cells = json(run(values, declared, cell("code", "n + \" \" + l + d + b + s + f")))
                .path("cells");

        assertThat(cells).hasSize(3);
        assertThat(cells.get(1).path("metadata").path("tags").toString()).isEqualTo("[\"injected-parameters\"]");
        assertThat(cells.get(1).path("source").get(0).asText()).isEqualTo("n = 500;\n");
        assertThat(cells.get(2)
                        .path("outputs")
                        .get(0)
                        .path("data")
                        .path("text/plain")
                        .toString())
                .isEqualTo(JSON.writeValueAsString(List.of("500 5000000000-2500.0false615+861=\"ε\"\\0.5")));
        assertThat(cells.get(2).path("execution_count").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n | many | -p n=many: n is an int, as the notebook declares it",
                "b | yes | -p b=yes: b is a boolean, as the notebook declares it",
                "list | 1 | -p list=1: list is a List<String>; a parameter is a String, a boolean or a number",
                "m | 1 | -p m=1: the notebook's cell tagged 'parameters' declares no variable m"
            })
    void a_parameter_that_does_not_fit_is_one_line(String name, String value, String message) {
        ObjectNode declared =
                tagged("parameters", cell("code", "int n = 1; boolean b = true; List<String> list = List.of();"));
        assertThatThrownBy(() -> run(Map.of(name, value), declared))
                .isInstanceOf(UserMistake.class)
                .hasMessage(message);
    }

    @Test
    void a_notebook_without_parameters_takes_none() {
        assertThatThrownBy(() -> run(Map.of("n", "5"), cell("code", "1")))
                .hasMessage(
                        "-p n=5: this notebook takes no parameters; they are declared in a cell tagged 'parameters'");
    }

    private static JsonNode json(NotebookRunner.Run run) throws IOException {
        JsonNode json = JSON.readTree(run.notebook().json());
        checkAgainstFormat(json);
        return json;
    }

    /** The rules of nbformat 4.5's schema. */
    private static void checkAgainstFormat(JsonNode json) {
        assertThat(json.path("nbformat").intValue()).isEqualTo(4);
        assertThat(json.path("nbformat_minor").intValue()).isEqualTo(5);
        assertThat(json.path("metadata").path("kernelspec").path("name").asText())
                .isNotEmpty();
        assertThat(json.path("metadata").path("kernelspec").path("display_name").asText())
                .isNotEmpty();
        assertThat(json.path("metadata").path("language_info").path("name").asText())
                .isEqualTo("java");
        Set<String> ids = new HashSet<>();
        for (JsonNode cell : json.path("cells")) {
            assertThat(cell.path("id").asText()).matches("[a-zA-Z0-9_-]{1,64}");
            assertThat(ids.add(cell.path("id").asText())).isTrue();
            assertThat(cell.path("metadata").isObject()).isTrue();
            boolean code = cell.path("cell_type").asText().equals("code");
            assertThat(names(cell))
                    .isEqualTo(
                            code
                                    ? Set.of("id", "cell_type", "metadata", "source", "outputs", "execution_count")
                                    : Set.of("id", "cell_type", "metadata", "source"));
            cell.path("outputs").forEach(NotebookRunnerTest::checkOutput);
        }
    }

    private static void checkOutput(JsonNode output) {
        Map<String, Set<String>> allowed =
                Map.of("stream", STREAM, "display_data", DISPLAY, "execute_result", RESULT, "error", ERROR);
        assertThat(names(output))
                .isEqualTo(allowed.get(output.path("output_type").asText()));
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void executes_cells_in_order_and_keeps_the_others() throws IOException {
        NotebookRunner.Run run = run(
                cell("markdown", "# Title"),
                cell("code", "int a = 40;", "System.out.println(\"printed\");", "%echo-html b"),
                cell("raw", "as is"),
                cell("code", " "),
                cell("code", "a + 2"));

        JsonNode cells = json(run).path("cells");
        assertThat(run.succeeded()).isTrue();
        assertThat(cells.path(0).path("source").toString()).isEqualTo("[\"# Title\"]");
        assertThat(cells.path(1).path("execution_count").intValue()).isEqualTo(1);
        assertThat(cells.path(1).path("outputs").toString())
                .isEqualTo("[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"printed\\n\"]},"
                        + "{\"output_type\":\"display_data\",\"data\":"
                        + cells.path(1).path("outputs").path(1).path("data") + ",\"metadata\":{}}]");
        assertThat(cells.path(1)
                        .path("outputs")
                        .path(1)
                        .path("data")
                        .path("text/html")
                        .toString())
                .isEqualTo("[\"<b>b</b>\"]");
        assertThat(cells.path(3).path("execution_count").isNull()).isTrue();
        assertThat(cells.path(4).path("outputs").toString())
                .isEqualTo("[{\"output_type\":\"execute_result\",\"execution_count\":2,"
                        + "\"data\":{\"text/plain\":[\"42\"]},\"metadata\":{}}]");
        assertThat(out.toString()).isEqualToNormalizingNewlines("printed\necho b\n42\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void what_is_printed_keeps_its_order_and_joins_its_neighbours() throws IOException {
        NotebookRunner.Run run = run(cell(
                "code",
                "System.out.print(0);",
                "System.out.println(\"a\");",
                "System.err.println(1);",
                "System.out.println(2);",
                "%echo x",
                "System.out.print(\"end\");"));

        JsonNode outputs = json(run).path("cells").path(0).path("outputs");
        assertThat(outputs.findValuesAsText("output_type"))
                .containsExactly("stream", "stream", "stream", "display_data", "stream");
        assertThat(outputs.path(0).toString())
                .isEqualTo("{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"0a\\n\"]}");
        assertThat(outputs.path(1).path("name").asText()).isEqualTo("stderr");
    }

    @Test
    void many_lines_are_recorded_whole() throws IOException {
        NotebookRunner.Run run = run(cell("code", "for (int i = 0; i < 200_000; i++) System.out.println(i);"));

        JsonNode text = json(run).path("cells").path(0).path("outputs").path(0).path("text");
        assertThat(text.size()).isEqualTo(200_000);
        assertThat(text.path(199_999).asText()).isEqualTo("199999\n");
    }

    @Test
    void the_notebook_is_kept_at_the_beginning_and_after_every_cell() throws IOException {
        List<String> kept = new ArrayList<>();
        new NotebookRunner(evaluator, NotebookParameters.NONE, new PrintWriter(out), new PrintWriter(err))
                .run(
                        read(notebook(cell("code", "1"), cell("code", "%echo refuse"))),
                        executed -> kept.add(executed.json()));

        assertThat(kept).hasSize(3);
        assertThat(kept.get(0)).doesNotContain("execute_result");
        assertThat(kept.get(1)).contains("execute_result").doesNotContain("MagicException");
        assertThat(kept.get(2)).contains("MagicException");
    }

    private NotebookRunner.Run run(NotebookRunner.Rules rules, ObjectNode... cells) throws IOException {
        return new NotebookRunner(evaluator, rules, new PrintWriter(out), new PrintWriter(err))
                .run(read(notebook(cells)));
    }

    @Test
    void a_cell_that_takes_too_long_has_failed() throws IOException {
        NotebookRunner.Run run = run(
                new NotebookRunner.Rules(NotebookParameters.NONE, Optional.of(Duration.ofMillis(300)), false),
                cell("code", "1"),
                cell("code", "for (long end = System.nanoTime() + 30_000_000_000L; System.nanoTime() < end;) { }"),
                cell("code", "2"));

        assertThat(run.succeeded()).isFalse();
        assertThat(json(run)
                        .path("cells")
                        .path(1)
                        .path("outputs")
                        .path(0)
                        .path("evalue")
                        .asText())
                .isEqualTo("the cell took longer than 0.3 s, and was ended");
        assertThat(json(run).path("cells").path(2).path("outputs").isEmpty()).isTrue();
    }

    @Test
    void goes_on_after_any_failure_where_that_is_allowed() throws IOException {
        NotebookRunner.Run run = run(
                new NotebookRunner.Rules(NotebookParameters.NONE, Optional.empty(), true),
                cell("code", "int x = 1 / 0;"),
                cell("code", "3"));

        assertThat(run.succeeded()).isTrue();
        assertThat(json(run).path("cells").path(1).path("execution_count").asInt())
                .isEqualTo(2);
    }

    @Test
    void numbers_that_are_none_are_parameters() throws IOException {
        ObjectNode declared = tagged("parameters", cell("code", "double d = 1, e = 1; float f = 1;"));
        Map<String, String> values = Map.of("d", "NaN", "e", "-Infinity", "f", "1e40");

        JsonNode cells = json(run(values, declared, cell("code", "d + \" \" + e + \" \" + f")))
                .path("cells");

        assertThat(cells.path(2)
                        .path("outputs")
                        .path(0)
                        .path("data")
                        .path("text/plain")
                        .toString())
                .isEqualTo("[\"NaN -Infinity Infinity\"]");
    }

    @Test
    void what_python_writes_is_read() throws IOException {
        Path file = Files.writeString(
                folder.resolve("python.ipynb"),
                "\uFEFF{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {\"a\": NaN, \"b\": [-Infinity]},"
                        + " \"cells\": []}");

        JsonNode metadata = JSON.readTree(Notebook.read(file).json()).path("metadata");

        assertThat(metadata.path("a").toString()).isEqualTo("\"NaN\"");
        assertThat(metadata.path("b").toString()).isEqualTo("[\"-Infinity\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"metadata\": [1, 2]",
                "\"metadata\": 7",
                "\"metadata\": {\"kernelspec\": {\"name\": \"x\"}, \"authors\": 5, \"title\": {}}",
                "\"more\": {}",
                "\"cells\": [{\"cell_type\": \"code\", \"id\": \"has space\", \"source\": 4, \"outputs\": 3, \"x\": 1}]",
                "\"cells\": [{\"cell_type\": \"markdown\", \"id\": \"a\", \"outputs\": [], \"attachments\": 1},"
                        + " {\"cell_type\": \"raw\", \"id\": \"a\", \"execution_count\": 1},"
                        + " {\"cell_type\": \"raw\", \"id\": \"cell-2\", \"metadata\": []}]",
                "\"cells\": [{\"cell_type\": \"code\", \"metadata\": {\"tags\": \"a\", \"collapsed\": 1}}]",
                "\"cells\": [{\"cell_type\": \"code\", \"metadata\": {\"tags\": [\"a\", \"a\"]}, \"source\": [1, {}]}]"
            })
    void what_is_not_valid_is_not_written_so(String part) throws IOException {
        ObjectNode root = notebook();
        root.setAll((ObjectNode) JSON.readTree("{" + part + "}"));

        NotebookRunner.Run run = new NotebookRunner(
                        evaluator, NotebookParameters.NONE, new PrintWriter(out), new PrintWriter(err))
                .run(read(root));

        for (JsonNode cell : json(run).path("cells")) {
            assertThat(cell.path("source").isTextual() || cell.path("source").isArray())
                    .isTrue();
            assertThat(cell.path("metadata").size()).isZero();
        }
    }

    @Test
    void a_notebook_that_is_nested_too_deep_is_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("deep.ipynb"), "[".repeat(5_000));

        assertThatThrownBy(() -> Notebook.read(file))
                .isInstanceOf(UserMistake.class)
                .hasMessage(file + " is nested too deep, or holds a text or number too long to be meant;"
                        + " a notebook (.ipynb) is a JSON file");
    }

    @Test
    void stops_at_the_first_failure_and_keeps_what_was_reached() throws IOException {
        ObjectNode stale = cell("code", "2");
        stale.put("execution_count", 9);
        stale.putArray("outputs").addObject().put("output_type", "stream");

        NotebookRunner.Run run = run(cell("code", "1"), cell("code", "%echo refuse"), stale);

        JsonNode cells = json(run).path("cells");
        assertThat(run.succeeded()).isFalse();
        assertThat(cells.path(1).path("outputs").toString())
                .isEqualTo("[{\"output_type\":\"error\",\"ename\":\"MagicException\","
                        + "\"evalue\":\"no head 12 in block 9: this model has heads 0 to 11\","
                        + "\"traceback\":[\"no head 12 in block 9: this model has heads 0 to 11\"]}]");
        assertThat(cells.path(2).path("execution_count").isNull()).isTrue();
        assertThat(cells.path(2).path("outputs").isEmpty()).isTrue();
        assertThat(err.toString().lines())
                .containsExactly(
                        "no head 12 in block 9: this model has heads 0 to 11",
                        "cell 2 failed; the cells after it were not run");
    }

    @Test
    void goes_on_after_a_cell_that_may_fail() throws IOException {
        ObjectNode failing = cell("code", "int x = 1 / 0;");
        failing.putObject("metadata").putArray("tags").add("raises-exception");

        NotebookRunner.Run run = run(failing, cell("code", "3"));

        assertThat(run.succeeded()).isTrue();
        assertThat(json(run)
                        .path("cells")
                        .path(0)
                        .path("outputs")
                        .path(0)
                        .path("traceback")
                        .toString())
                .isEqualTo("[\"java.lang.ArithmeticException: / by zero\","
                        + "\"    at cell 1, line 1:  int x = 1 / 0;\"]");
    }

    @Test
    void an_update_changes_what_was_displayed() {
        ArrayNode first = JSON.createArrayNode();
        ArrayNode second = JSON.createArrayNode();
        CellRecorder recorder = new CellRecorder(new PrintWriter(out), new PrintWriter(err));
        recorder.record(first);

        recorder.display(new MimeBundle(Map.of(MimeBundle.TEXT, "0 %")), "progress");
        recorder.record(second);
        recorder.update("progress", new MimeBundle(Map.of(MimeBundle.TEXT, "100 %")));
        recorder.update("unknown", new MimeBundle(Map.of(MimeBundle.TEXT, "lost")));
        recorder.stream(StreamName.STDERR, "note");

        assertThat(first.toString())
                .isEqualTo(
                        "[{\"output_type\":\"display_data\",\"data\":{\"text/plain\":[\"100 %\"]},\"metadata\":{}}]");
        assertThat(second.toString())
                .isEqualTo("[{\"output_type\":\"stream\",\"name\":\"stderr\",\"text\":[\"note\"]}]");
    }

    @Test
    void json_outputs_stay_json_and_images_stay_in_one_piece() {
        ArrayNode outputs = JSON.createArrayNode();
        CellRecorder recorder = new CellRecorder(new PrintWriter(out), new PrintWriter(err));
        recorder.record(outputs);

        recorder.display(new MimeBundle(Map.of(MimeBundle.INVERSIONVIEW, Map.of("epsilon", List.of(0.1, 0.2)))));
        recorder.display(new MimeBundle(Map.of(MimeBundle.PNG, "aGk=")));
        recorder.display(new MimeBundle(Map.of(MimeBundle.SVG, "<svg>\n</svg>")));

        assertThat(outputs.findValues("data").toString())
                .isEqualTo("[{\"application/vnd.inversionview+json\":{\"epsilon\":[0.1,0.2]}}, "
                        + "{\"image/png\":\"aGk=\"}, {\"image/svg+xml\":[\"<svg>\\n\",\"</svg>\"]}]");
    }

    @Test
    void gives_missing_ids_that_nobody_has() throws IOException {
        ObjectNode named = cell("markdown", "a");
        named.put("id", "cell-2");

        JsonNode cells =
                json(run(named, cell("markdown", "b"), cell("code", ""))).path("cells");

        assertThat(cells.findValuesAsText("id")).containsExactly("cell-2", "cell-2-", "cell-3");
    }

    @Test
    void what_is_no_notebook_is_said_in_one_line() throws IOException {
        Path file = folder.resolve("bad.ipynb");

        assertThatThrownBy(() -> Notebook.read(file))
                .isInstanceOf(UserMistake.class)
                .hasMessage("no file " + file + ": give the path of a notebook (.ipynb)");
        assertMistake("{\n  nothing", " is not JSON (line 2, column 3); a notebook (.ipynb) is a JSON file");
        assertMistake("[]", " is JSON but no notebook: it has no nbformat");
        assertMistake(
                "{\"nbformat\": 3, \"worksheets\": []}",
                " has nbformat 3: only 4 is read; convert it with jupyter nbconvert --to notebook");
        assertMistake("{\"nbformat\": 4}", " is JSON but no notebook: it has no list of cells");
        assertThatThrownBy(() -> Notebook.read(
                        Files.writeString(file, "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\"}]}")))
                .hasMessage("cell 1 of " + file + " has cell_type \"heading\": allowed are code, markdown and raw");
    }

    private void assertMistake(String content, String message) {
        Path file = folder.resolve("bad.ipynb");
        assertThatThrownBy(() -> Notebook.read(Files.writeString(file, content)))
                .isInstanceOf(UserMistake.class)
                .hasMessage(file + message);
    }
}
