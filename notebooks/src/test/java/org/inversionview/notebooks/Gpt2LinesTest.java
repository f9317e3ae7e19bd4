package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the notebook and the documents ask GPT-2 is asked of a model with its blocks, heads and tokens, but narrow and random. */
class Gpt2LinesTest {

    private static final TransformerConfig NARROW =
            new TransformerConfig(50_257, 64, 24, 12, 12, 48, 1e-5f, Activation.GELU_NEW);

    private static final Pattern BLOCKS = Pattern.compile("(?ms)^```\\w*\n(.*?)^```");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        RandomModelFolder.write(folder, NARROW, 1);
    }

    private String said(String line) {
        return line.replaceFirst("%model gpt2( download=false)?", Matcher.quoteReplacement("%model " + folder));
    }

    @Test
    void the_notebooks_cells_run() throws IOException {
        Notebook whole = Notebook.read(Path.of("03-ioi.ipynb"));
        List<ObjectNode> cells = new ArrayList<>();
        for (ObjectNode cell : whole.cells()) {
            if (cell.path("id").asText().startsWith("gpt2")) {
                ArrayNode lines = cell.arrayNode();
                cell.path("source").forEach(line -> lines.add(said(line.asText())));
                cell.set("source", lines);
                cells.add(cell);
            }
        }
        ExecutedNotebook executed = ExecutedNotebook.of(whole.with(cells));
        assertThat(cells).hasSizeGreaterThan(7);
        for (ObjectNode cell : cells) {
            String id = cell.path("id").asText();
            assertThat(executed.cell(id).path("outputs")).as(id).isNotEmpty();
            assertThat(executed.printed(id)).as(id).doesNotContain("Skipped");
        }
        assertThat(executed.cell("gpt2-movers").path("outputs").toString()).contains("a9.9", "a9.6", "a10.0", "500");
    }

    @Test
    void the_documents_lines_run() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String document : List.of("../README.md", "../models/GPT2.md")) {
            lines.addAll(lines(Files.readString(Path.of(document))));
        }
        assertThat(lines).hasSizeGreaterThan(8);
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            for (String line : lines) {
                String[] words = said(line).substring(1).split(" ", 2);
                assertThat(magics.run(words[0], words[1]).bundle().text())
                        .as(line)
                        .isNotBlank();
            }
        }
    }

    /** Returns the magics of those blocks in which GPT-2 is loaded. */
    private static List<String> lines(String document) {
        return BLOCKS.matcher(document)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("%model gpt2"))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("%"))
                .map(line -> line.replaceFirst("\\s+//.*", ""))
                .toList();
    }
}
