package org.inversionview.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That every block of the README works as it stands, with the built jar, one after the other. */
@Timeout(400)
class ReadmeIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);
    /** What {@link JupyterIT} does. */
    private static final String JUPYTER = "jupyter notebook notebooks";
    /** What kernel-ext/spark does. */
    private static final String SPARK = "$SPARK_HOME/";

    @TempDir
    private Path folder = Path.of("");

    /** A block between fences. */
    private record Block(String language, String text) {}

    private static List<Block> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }

    private static List<String> texts(String language) throws IOException {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .map(Block::text)
                .toList();
    }

    @Test
    void each_block_is_of_a_kind_that_is_tried() throws IOException {
        assertThat(blocks()).extracting(Block::language).containsOnly("java", "sh", "xml");
    }

    @Test
    void commands_work_in_their_order() throws Exception {
        Files.createSymbolicLink(folder.resolve("kernel-ext"), ROOT.resolve("kernel-ext"));
        Files.createSymbolicLink(folder.resolve("notebooks"), ROOT.resolve("notebooks"));
        String build = Files.readString(ROOT.resolve(".ci/run"));
        for (String block : texts("sh")) {
            for (String line : block.lines().toList()) {
                if (line.startsWith("mvn ")) {
                    assertThat(build).as("what CI runs").contains("\n" + line + "\n");
                } else if (!line.equals(JUPYTER) && !line.startsWith(SPARK)) {
                    run(line);
                }
            }
        }
        assertThat(folder.resolve("inversionview-out"))
                .isDirectoryContaining("glob:**/00-quickstart.report.html")
                .isDirectoryContaining("glob:**/00-quickstart.executed.html");
        assertThat(Files.readString(folder.resolve("grades/grades.csv"))).contains("ann,");
        assertThat(folder.resolve("home/.local/share/jupyter/kernels/inversionview/kernel.json"))
                .exists();
    }

    @Test
    void java_works_as_the_cells_of_one_notebook() throws Exception {
        List<Map<String, Object>> cells = new ArrayList<>();
        for (String block : texts("java")) {
            cells.add(Map.of(
                    "cell_type",
                    "code",
                    "id",
                    "block" + cells.size(),
                    "metadata",
                    Map.of(),
                    "source",
                    block,
                    "outputs",
                    List.of()));
        }
        Map<String, Object> notebook = Map.of("nbformat", 4, "nbformat_minor", 5, "metadata", Map.of(), "cells", cells);
        Files.writeString(folder.resolve("readme.ipynb"), new ObjectMapper().writeValueAsString(notebook));
        Files.createSymbolicLink(folder.resolve("kernel-ext"), ROOT.resolve("kernel-ext"));
        assertThat(run("java -jar kernel-ext/target/inversionview.jar run readme.ipynb"))
                .contains("What leads to nearly the activation of a1.2 at A1")
                .contains("distinct inputs within ε")
                .contains("Activation patching: output at A2")
                .containsPattern("0\\.0\\d+ B\\d{3}\\+\\d{3}=");
    }

    @Test
    void the_artifacts_are_named_as_the_example_that_is_built_names_them() throws IOException {
        String example = Files.readString(ROOT.resolve("magics/src/it/statement-as-test/pom.xml"));
        Set<String> said = Set.copyOf(elements(String.join("", texts("xml"))));
        assertThat(elements(example)).containsAll(said);
        assertThat(said).contains("<artifactId>magics</artifactId>", "<scope>import</scope>");
    }

    private static List<String> elements(String xml) {
        return xml.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** Runs a line as a person does, with this Java and a home of its own, and returns what it printed. */
    private String run(String line) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        Map<String, String> environment = builder.environment();
        Path java = Path.of(System.getProperty("java.home"), "bin");
        environment.merge("PATH", "", (path, none) -> java + ":" + path);
        environment.put("JAVA_TOOL_OPTIONS", "-Duser.home=" + folder.resolve("home"));
        Process process = builder.start();
        boolean ended = process.waitFor(200, TimeUnit.SECONDS);
        process.destroy();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", line, Files.readString(said))
                .isTrue();
        return Files.readString(said);
    }
}
