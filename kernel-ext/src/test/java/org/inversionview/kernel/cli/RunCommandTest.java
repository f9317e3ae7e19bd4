package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What stands on the disk, whatever a notebook's cells do; and what is said of wrong options and files. */
@Timeout(120)
class RunCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter err = new StringWriter();
    private final Path folder;
    private final Path executed;

    RunCommandTest(@TempDir Path folder) {
        this.folder = folder;
        executed = folder.resolve("out.ipynb");
    }

    private Path notebook(String... cells) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5);
        ArrayNode list = root.putArray("cells");
        for (String source : cells) {
            list.addObject().put("cell_type", "code").put("source", source);
        }
        return Files.writeString(folder.resolve("n.ipynb"), root.toString());
    }

    private int execute(Object... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        return commandLine.execute(
                Stream.concat(Stream.of("run"), Stream.of(args).map(String::valueOf))
                        .toArray(String[]::new));
    }

    private Process process(String... cells) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        notebook(cells).toString(),
                        "--out",
                        executed.toString(),
                        "--html",
                        folder.resolve("out.html").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().remove("INVERSIONVIEW_LOG");
        return builder.start();
    }

    private JsonNode outputs(int cell) throws IOException {
        return JSON.readTree(executed.toFile()).path("cells").path(cell).path("outputs");
    }

    private String firstText() throws IOException {
        return outputs(0).path(0).path("data").path("text/plain").toString();
    }

    @Test
    void a_cell_that_exits_says_so_and_the_rest_is_there() throws Exception {
        Process run = process("40 + 2", "System.out.println(\"before\");\nSystem.exit(0);", "3");

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(firstText()).isEqualTo("[\"42\"]");
        assertThat(outputs(1).toString()).contains("before\\n", "the cell called System.exit, which ended the run");
        assertThat(outputs(2).isEmpty()).isTrue();
    }

    @Test
    void a_run_that_is_ended_says_so() throws Exception {
        Process run = process("40 + 2", "Thread.sleep(60_000);");
        awaitFirstCell();

        run.destroy();

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isNotZero();
        assertThat(outputs(1).toString()).contains("the run was ended from outside while this cell ran");
    }

    @Test
    void after_a_kill_what_was_executed_is_there() throws Exception {
        Process run = process("40 + 2", "Thread.sleep(60_000);");
        awaitFirstCell();

        run.destroyForcibly().waitFor();

        assertThat(firstText()).isEqualTo("[\"42\"]");
    }

    @Test
    void what_is_run_is_logged_beside_the_executed_notebook() throws Exception {
        Process run = process("%model nosuch");

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> logs = Files.list(folder.resolve(".inversionview").resolve("log"))) {
            JsonNode entry = JSON.readTree(logs.findFirst().orElseThrow().toFile());
            assertThat(entry.path("line").asText()).isEqualTo("%model nosuch");
            assertThat(entry.path("error").asText()).contains("nosuch");
        }
    }

    private void awaitFirstCell() throws Exception {
        while (!Files.exists(executed) || outputs(0).isEmpty()) {
            Thread.sleep(20);
        }
        // The second cell begins right after the first was kept.
        Thread.sleep(500);
    }

    @Test
    void a_cell_without_memory_fails_and_the_rest_is_there() throws Exception {
        Process run =
                process("40 + 2", "var all = new ArrayList<long[]>();\nwhile (true) all.add(new long[1_000_000]);");

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(firstText()).isEqualTo("[\"42\"]");
        assertThat(outputs(1).path(0).path("ename").asText()).isEqualTo("OutOfMemoryError");
    }

    @Test
    void half_a_character_is_marked() throws IOException {
        assertThat(execute(notebook("\"😀\".split(\"\")"), "--out", executed, "--html", folder.resolve("n.html")))
                .isZero();
        assertThat(firstText()).isEqualTo("[\"[?, ?]\"]");
    }

    @Test
    void options_are_obeyed() throws IOException {
        Path failing = notebook("int x = 1 / 0;", "Thread.sleep(60_000);", "3");

        assertThat(execute(
                        failing,
                        "--out",
                        executed,
                        "--html",
                        folder.resolve("n.html"),
                        "--allow-errors",
                        "--timeout",
                        "3"))
                .isZero();
        assertThat(outputs(1).path(0).path("ename").asText()).isEqualTo("TimeoutException");
        assertThat(outputs(2).path(0).path("data").path("text/plain").toString())
                .isEqualTo("[\"3\"]");
    }

    @Test
    void what_cannot_be_read_or_written_is_one_line() throws IOException {
        Path notebook = notebook("1");
        assertMistake("no file /: give the path of a notebook (.ipynb)", "/");
        assertMistake(
                "cannot write %1$s/x.ipynb: %1$s is no folder".formatted(notebook),
                notebook,
                "--out",
                notebook + "/x.ipynb");
        assertMistake("cannot write /proc/x.ipynb: ", notebook, "--out", "/proc/x.ipynb");
        assertMistake(
                "cannot write " + folder.resolve("n".repeat(300)) + ": ",
                notebook,
                "--out",
                folder.resolve("n".repeat(300)));
        assertMistake("--out and --html are the same file, a: give two", notebook, "--out", "a", "--html", "a");
        assertMistake(
                "--timeout -1.0: give seconds, from 0.001 to 31,536,000",
                notebook,
                "--timeout",
                "-1",
                "--out",
                executed);
        assertMistake("no file @x: give the path of a notebook (.ipynb)", "@x");
    }

    private void assertMistake(String message, Object... args) {
        err.getBuffer().setLength(0);
        assertThat(execute(args)).isEqualTo(1);
        assertThat(err.toString().strip()).startsWith(message).doesNotContain("\n");
    }
}
