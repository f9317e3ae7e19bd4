package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That every notebook has a test of its own, and is kept clean. */
class NotebooksTest {

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("."))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void every_notebook_has_a_test_of_its_own() throws IOException {
        List<String> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/java/org/inversionview/notebooks"))) {
            for (Path file : files.toList()) {
                tests.add(Files.readString(file));
            }
        }
        for (Path notebook : notebooks()) {
            String run = "ExecutedNotebook.of(\"" + notebook.getFileName() + "\")";
            assertThat(tests).as(notebook.toString()).anyMatch(test -> test.contains(run));
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebooks_are_kept_without_outputs(Path notebook) throws IOException {
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
            assertThat(cell.path("outputs")).as(cell.path("id").asText()).isEmpty();
        }
    }
}
