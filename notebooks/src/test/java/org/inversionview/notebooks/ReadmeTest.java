package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the README's first lines work as they stand, pasted into one cell. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_first_block_runs_as_one_cell(@TempDir Path folder) throws IOException {
        Matcher block = JAVA.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).isTrue();
        Path file = folder.resolve("readme.ipynb");
        Files.writeString(file, notebook(block.group(1)));
        ExecutedNotebook notebook = ExecutedNotebook.of(file.toString());
        assertThat(notebook.json().toString())
                .contains("What leads to nearly the activation of a1.2 at A1")
                .contains("distinct inputs within ε")
                .contains("Activation patching: output at A2");
    }

    private static String notebook(String code) throws JsonProcessingException {
        Map<String, Object> cell =
                Map.of("cell_type", "code", "id", "block", "metadata", Map.of(), "source", code, "outputs", List.of());
        return new ObjectMapper()
                .writeValueAsString(
                        Map.of("nbformat", 4, "nbformat_minor", 5, "metadata", Map.of(), "cells", List.of(cell)));
    }
}
