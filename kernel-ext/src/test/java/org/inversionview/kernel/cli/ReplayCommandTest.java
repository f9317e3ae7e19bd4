package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An executed notebook, computed again from the terminal. */
@Timeout(120)
class ReplayCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path folder;
    private final Path executed;

    ReplayCommandTest(@TempDir Path folder) {
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
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.of(args).map(String::valueOf).toArray(String[]::new));
    }

    /** Runs a notebook by another Java than this one's. */
    private void runBy(Path java, Path notebook) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        java.resolve("bin/java").toString(),
                        "-Xmx400m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        notebook.toString(),
                        "--out",
                        executed.toString(),
                        "--html",
                        folder.resolve("out.html").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
    }

    /** Another version of Java beside this one, at least 17. */
    private static Optional<Path> anotherJava() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(Objects.requireNonNull(own.getParent()))) {
            return beside.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> version(home) >= 17
                            && version(home) != Runtime.version().feature())
                    .findFirst();
        }
    }

    private static int version(Path home) {
        try {
            return Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void what_another_java_computed_is_computed_again_within_rounding() throws Exception {
        Optional<Path> other = anotherJava();
        assumeTrue(other.isPresent(), "there is one Java here");
        runBy(
                other.orElseThrow(),
                notebook(
                        "%model addition device=cpu",
                        "%query 615+861=",
                        "%inspect layer=1 head=2 pos=A1 n=256",
                        "%verify preimage",
                        "for (int h = 0; h < 2; h++) {\n%attention layer=1 head={h} pos=A1\n}"));

        assertThat(execute("replay", executed)).as(out.toString() + err).isZero();
        assertThat(out.toString())
                .contains("#5: ") // twice: a cell with two results
                .contains("versions java " + version(other.orElseThrow()))
                .doesNotContain("different:");
    }

    @Test
    void a_number_beyond_rounding_ends_with_1_and_its_name() throws IOException {
        assertThat(execute(
                        "run",
                        notebook("%model addition device=cpu", "%query 615+861=", "%attribute n=20"),
                        "--out",
                        executed,
                        "--html",
                        folder.resolve("out.html")))
                .as(err.toString())
                .isZero();
        assertThat(execute("replay", executed)).as(out.toString()).isZero();
        Files.writeString(executed, Files.readString(executed).replaceFirst("(\"well_formed\": )true", "$1false"));
        assertThat(execute("replay", executed)).isEqualTo(1);
        assertThat(out.toString()).contains("#2: different: ").contains("well_formed");
    }

    @Test
    void a_file_that_is_none_ends_with_2_and_a_line() {
        assertThat(execute("replay", folder.resolve("nosuch.json"))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("there is no file " + folder.resolve("nosuch.json"));
    }
}
