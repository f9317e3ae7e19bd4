package org.inversionview.kernel.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlPageTest {

    private final Path folder;

    HtmlPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private String page(String cells) throws IOException {
        Path file = Files.writeString(folder.resolve("n.ipynb"), "{\"nbformat\": 4, \"cells\": [" + cells + "]}");
        return new HtmlPage().render(Notebook.read(file), "A < B");
    }

    private String output(String output) throws IOException {
        return page(
                "{\"cell_type\": \"code\", \"execution_count\": 1, \"source\": \"x\", \"outputs\": [" + output + "]}");
    }

    @Test
    void is_a_whole_page_without_scripts_or_resources() throws IOException {
        String page = page("");

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>A &lt; B</title>", "prefers-color-scheme: dark");
        assertThat(page).doesNotContain("<script", "<link", "http", "url(");
    }

    @Test
    void markdown_has_tables_and_may_hold_html() throws IOException {
        assertThat(page("{\"cell_type\": \"markdown\", \"source\": [\"# A & B\\n\", \"<b>x</b>\\n\\n\","
                        + " \"| a |\\n|---|\\n| 1 |\\n\"]}"))
                .contains("<section class=\"markdown\">\n<h1 id=\"h1\">A &amp; B</h1>\n<p><b>x</b></p>\n<table>");
    }

    @Test
    void attached_pictures_are_on_the_page() throws IOException {
        assertThat(page(
                        "{\"cell_type\": \"markdown\", \"source\": \"![a](attachment:my%20one.png) ![b](attachment:no.png)\","
                                + " \"attachments\": {\"my one.png\": {\"image/png\": \"aGk=\\n\"}}}"))
                .contains("<img src=\"data:image/png;base64,aGk=\" alt=\"a\" />", "<img src=\"attachment:no.png\"");
    }

    @Test
    void code_is_escaped_and_numbered() throws IOException {
        assertThat(page("{\"cell_type\": \"code\", \"execution_count\": 7, \"source\": \"if (a < b && c) {}\"}"))
                .contains("<div class=\"label\">[7]</div>\n"
                        + "<pre class=\"source\"><code>if (a &lt; b &amp;&amp; c) {}</code></pre>");
        assertThat(page("{\"cell_type\": \"code\", \"execution_count\": null, \"source\": \"1\"}"))
                .contains("<div class=\"label\">[]</div>");
        assertThat(page("{\"cell_type\": \"raw\", \"source\": \"<i>\"}"))
                .contains("<section class=\"raw\"><pre>&lt;i&gt;</pre></section>");
    }

    @Test
    void texts_of_outputs_are_escaped() throws IOException {
        assertThat(output("{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [\"<script>\\n\", \"x\"]}"))
                .contains("<pre class=\"output stdout\">&lt;script&gt;\nx</pre>");
        assertThat(
                        output(
                                "{\"output_type\": \"execute_result\", \"data\": {\"text/plain\": \"<script>alert(1)</script>\"}}"))
                .contains("<pre class=\"output text\">&lt;script&gt;alert(1)&lt;/script&gt;</pre>");
        assertThat(output("{\"output_type\": \"error\", \"traceback\": [\"a: <script>\", \"  at b\"]}"))
                .contains("<pre class=\"output error\">a: &lt;script&gt;\n  at b</pre>");
    }

    @Test
    void the_richest_form_is_shown() throws IOException {
        String both = "\"text/plain\": \"a \\\"chart\\\"\", \"image/png\": \"aGk=\\n\"";

        assertThat(output("{\"output_type\": \"display_data\", \"data\": {" + both + "}}"))
                .contains("<div class=\"output image\">"
                        + "<img src=\"data:image/png;base64,aGk=\" alt=\"a &quot;chart&quot;\"></div>");
        assertThat(output(
                        "{\"output_type\": \"display_data\", \"data\": {" + both + ", \"image/svg+xml\": \"<svg/>\"}}"))
                .contains("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=")
                .doesNotContain("image/png");
        assertThat(output("{\"output_type\": \"display_data\", \"data\": {" + both
                        + ", \"text/html\": \"<table></table>\"}}"))
                .contains("<div class=\"output html\"><table></table></div>")
                .doesNotContain("<img");
    }
}
