package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {

    private final Path folder;
    private final StringWriter said = new StringWriter();

    ReportCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int report(Object... arguments) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String[] words = new String[arguments.length + 1];
        words[0] = "report";
        for (int i = 0; i < arguments.length; i++) {
            words[i + 1] = String.valueOf(arguments[i]);
        }
        return command.execute(words);
    }

    @Test
    void an_executed_notebook_becomes_a_page() throws IOException {
        Path notebook = Files.writeString(
                folder.resolve("n.ipynb"),
                "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"6 * 7\", \"execution_count\": null}]}");
        assertThat(report(notebook)).isEqualTo(1);
        assertThat(said.toString()).startsWith("no cell of ").contains("run " + notebook);
        Path executed = folder.resolve("n.executed.ipynb");
        assertThat(Main.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .execute(
                                "run",
                                notebook.toString(),
                                "--out",
                                executed.toString(),
                                "--html",
                                folder.resolve("n.html").toString()))
                .isZero();

        said.getBuffer().setLength(0);
        Path page = folder.resolve("deep/er/page.html");
        assertThat(report(executed, "--out", page)).isZero();
        assertThat(said.toString().strip()).isEqualTo("wrote " + page);
        assertThat(page).content().contains("<title>n</title>", "<pre class=\"output text\">42</pre>");
    }

    @Test
    void a_page_that_cannot_be_written_is_one_line() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(report(folder, "--out", file.resolve("page.html"))).isEqualTo(1);
        assertThat(said.toString().strip()).isEqualTo("cannot write %1$s/page.html: %1$s is no folder".formatted(file));
    }
}
