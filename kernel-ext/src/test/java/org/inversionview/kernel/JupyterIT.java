package org.inversionview.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built jar in a real Jupyter and a real browser. Needs Jupyter's notebook and nbconvert, Chromium and npm on this
 * machine: {@code mvn verify -Pjupyter}.
 */
@Timeout(400)
class JupyterIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path QUICKSTART = MODULE.resolve("../notebooks/00-quickstart.ipynb");
    private static final Path SCREENSHOTS = MODULE.resolve("target/screenshots");

    @TempDir
    private Path folder = Path.of("");

    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @BeforeEach
    void install() throws Exception {
        String jar = MODULE.resolve("target/inversionview.jar").toString();
        run(folder, java, "-jar", jar, "install", "--kernel", "embedded", "--prefix", folder.toString());
        Files.copy(QUICKSTART, folder.resolve("quickstart.ipynb"), StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(SCREENSHOTS);
        Browser.install();
    }

    /** Returns a process that finds our kernel, and nothing that this user has set up for Jupyter. */
    private ProcessBuilder process(Path where, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
        for (String kind : List.of("CONFIG", "DATA", "RUNTIME")) {
            builder.environment()
                    .put("JUPYTER_" + kind + "_DIR", folder.resolve(kind).toString());
        }
        return builder;
    }

    /** Runs a command to its end and returns what it printed. */
    private String run(Path where, String... command) throws Exception {
        return begin(where, command).call();
    }

    /** Begins a command; the result awaits its end and returns what it printed. */
    private Callable<String> begin(Path where, String... command) throws Exception {
        Path log = Files.createTempFile(folder, "run", ".log");
        Process process = process(where, command).redirectOutput(log.toFile()).start();
        return () -> {
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);
            process.destroy();
            String printed = Files.readString(log);
            assertThat(ended).as("%s: %s", List.of(command), printed).isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", List.of(command), printed)
                    .isZero();
            return printed;
        };
    }

    private Callable<String> nbconvert(String output) throws Exception {
        return begin(
                folder,
                "jupyter",
                "nbconvert",
                "--to",
                "notebook",
                "--execute",
                "quickstart.ipynb",
                "--output",
                output);
    }

    @Test
    void nbconvert_executes_two_notebooks_at_once() throws Exception {
        Callable<String> other = nbconvert("other");
        nbconvert("done").call();
        other.call();
        assertThat(folder.resolve("other.ipynb")).exists();

        JsonNode cells =
                JSON.readTree(Files.readString(folder.resolve("done.ipynb"))).path("cells");
        List<String> types = new ArrayList<>();
        List<String> forms = new ArrayList<>();
        for (JsonNode cell : cells) {
            for (JsonNode output : cell.path("outputs")) {
                types.add(output.path("output_type").asText()
                        + output.path("name").asText());
                output.path("data").fieldNames().forEachRemaining(forms::add);
            }
        }
        assertThat(types).doesNotContain("error", "streamstderr").hasSizeGreaterThan(5);
        assertThat(forms).contains("text/html", "text/plain", "application/vnd.inversionview+json");
        assertThat(StreamSupport.stream(cells.spliterator(), false)
                        .filter(cell -> cell.path("cell_type").asText().equals("code")))
                .allSatisfy(
                        cell -> assertThat(cell.path("execution_count").isInt()).isTrue());
    }

    @Test
    void tables_are_aligned_in_a_page_with_the_style_of_jupyterlab() throws Exception {
        nbconvert("done").call();
        run(folder, "jupyter", "nbconvert", "--to", "html", "--template", "lab", "done.ipynb");
        JsonNode seen = JSON.readTree(run(
                        Browser.SCRIPTS,
                        "node",
                        "appearance.mjs",
                        folder.resolve("done.html").toUri().toString(),
                        Browser.chromium(),
                        SCREENSHOTS.resolve("lab.png").toString())
                .strip());
        assertThat(seen.path("sheets").asInt()).isPositive();
        assertThat(seen.path("texts").toString()).isEqualTo("[\"left\"]");
        assertThat(seen.path("numbers").toString()).isEqualTo("[\"right\"]");
    }

    @Test
    void a_person_uses_the_notebook_in_a_browser() throws Exception {
        int port = freePort();
        Process jupyter = process(
                        folder,
                        "jupyter",
                        "notebook",
                        "--allow-root",
                        "--no-browser",
                        "--ip=127.0.0.1",
                        "--port=" + port,
                        "--NotebookApp.token=secret")
                .redirectOutput(folder.resolve("jupyter.log").toFile())
                .start();
        String printed;
        try {
            awaitServer(port);
            printed = run(
                    Browser.SCRIPTS,
                    "node",
                    "quickstart.mjs",
                    "http://127.0.0.1:%s/notebooks/quickstart.ipynb?token=secret".formatted(port),
                    Browser.chromium(),
                    SCREENSHOTS.toString());
            assertThat(kernels()).as("the one before the restart is gone").hasSize(1);
        } finally {
            jupyter.destroy();
            jupyter.waitFor(30, TimeUnit.SECONDS);
        }
        JsonNode seen = JSON.readTree(printed.strip());
        assertThat(seen.path("errors").asInt()).isZero();
        assertThat(seen.path("stderr").asInt()).as("red boxes of logging").isZero();
        assertThat(seen.path("inspect").asText()).contains("at A1", "lie inside ε = 0.1");
        assertThat(seen.path("tables").asInt()).isPositive();
        assertThat(seen.path("mistake").asText().lines()).hasSize(1);
        assertThat(seen.path("interruptMillis").asInt()).isLessThan(1_000);
        assertThat(seen.path("interrupted").asText()).contains("Interrupted after");
        assertThat(seen.path("completed").toString()).isEqualTo("[\"pos=\"]");
        assertThat(seen.path("sites").toString()).contains("a1.0", "a1.3");
        assertThat(seen.path("afterRestart").asText()).contains("no model is loaded");
        for (int waited = 0; waited < 100 && !kernels().isEmpty(); waited++) {
            Thread.sleep(100);
        }
        assertThat(kernels()).as("what is left after Jupyter's end").isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitServer(int port) throws Exception {
        String log = "";
        for (int tries = 0; tries < 600 && !log.contains("is running at"); tries++) {
            Thread.sleep(100);
            log = Files.readString(folder.resolve("jupyter.log"));
        }
        assertThat(log).contains("is running at").contains(String.valueOf(port));
    }

    /** Returns the running kernels of this installation. */
    private List<ProcessHandle> kernels() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments)
                                .contains(folder.resolve("share/jupyter/kernels/inversionview/inversionview.jar")
                                        .toString()))
                        .isPresent())
                .toList();
    }
}
