package org.inversionview.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.kernel.UserMistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String RESULT = "application/vnd.inversionview+json";
    private static final String PROVENANCE = """
            {"model": "m", "task": "t", "processed": true, "probed_sha256": "abc", "device": "cpu", "versions": {"java": "17"}}\
            """;
    private static final String QUERY = """
            {"schema": "inversionview/other/1", "provenance": %s, "inside": [{"provenance": %s}]}\
            """.formatted(PROVENANCE, PROVENANCE);
    private static final String STYLED = "<style>.x{}</style><table><tr><th>a</th></tr><tr><td>1</td></tr></table>";

    private final Path folder;

    ReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static ReportNotebooks notebook() throws IOException {
        return new ReportNotebooks()
                .markdown("# A `study` <of> one\n\ntext\n\n## Part")
                .code(3, "\nint x = 1;\n%inspect a1.0 < b", "text/html", STYLED)
                .code(4, "chart()", RESULT, QUERY)
                .code(5, "again()", "text/html", STYLED);
    }

    @Test
    void contents_code_and_outputs_are_there() throws IOException {
        Report report = Report.of(notebook().write(folder.resolve("n.executed.ipynb")));
        assertThat(report.title()).isEqualTo("A study  one");
        assertThat(report.html())
                .startsWith("<!DOCTYPE html>")
                .contains("<li class=\"l1\"><a href=\"#h1\">", "<li class=\"l2\"><a href=\"#h2\">Part</a>")
                .contains("<h2 id=\"h2\">Part</h2>")
                .contains("<summary><span class=\"label\">[3]</span> <code>%inspect a1.0 &lt; b</code></summary>")
                .contains("<pre><code>\nint x = 1;\n%inspect a1.0 &lt; b</code></pre>");
    }

    @Test
    void a_style_stands_on_the_page_once() throws IOException {
        String html = Report.of(notebook().write(folder.resolve("n.ipynb"))).html();
        assertThat(html.split("\\.x\\{\\}", -1)).hasSize(2);
        assertThat(html.split("<td>1</td>", -1)).hasSize(3);
    }

    @Test
    void where_the_numbers_come_from_is_said_once() throws IOException {
        String html = Report.of(notebook().write(folder.resolve("n.ipynb"))).html();
        assertThat(html)
                .contains("<td>m (task t, processed weights)</td><td class=\"hash\">probed abc<br></td>"
                        + "<td>cpu; java 17</td><td>[4] </td>");
        assertThat(html.split("probed abc", -1)).hasSize(2);
    }

    @Test
    void the_numbers_of_a_result_stand_behind_it() throws IOException {
        Path file = new ReportNotebooks().code(7, "%train probed", RESULT, """
                        {"schema": "inversionview/query/1", "text": "ab", "rows": [
                        {"token": "a", "position": 0, "negative": -2, "name": "F", "expected": [], "probability": 0.5}]}\
                        """).write(folder.resolve("n.ipynb"));
        assertThat(Report.of(file).html()).doesNotContain("numbers: QueryInput");
        Path shown = Path.of("src/test/resources/org/inversionview/kernel/report/query.ipynb");
        assertThat(Report.of(shown).html())
                .contains("numbers: QueryInput, 14 rows", "Results.load(&quot;query.ipynb#1&quot;)", "<td>F1</td>");
    }

    @Test
    void notebooks_of_a_folder_are_chapters() throws IOException {
        notebook().write(folder.resolve("b.ipynb"));
        new ReportNotebooks().code(1, "2", "text/plain", "2").write(folder.resolve("a.executed.ipynb"));
        Report report = Report.of(folder);
        assertThat(report.chapters()).extracting(Chapter::title).containsExactly("a", "A study  one");
        assertThat(report.html())
                .contains("<a href=\"#c1-0\">a</a>", "<a href=\"#c2-0\">A study", "<h2 id=\"c2-2\">Part</h2>")
                .contains("java -jar inversionview.jar run a.ipynb\njava -jar inversionview.jar run b.ipynb");
    }

    @Test
    void pictures_beside_the_notebook_are_on_the_page_and_others_are_refused() throws IOException {
        Files.write(folder.resolve("a b.png"), new byte[] {1, 2, 3});
        ReportNotebooks with = new ReportNotebooks().markdown("![x](a%20b.png)").code(1, "1", "text/plain", "1");
        assertThat(Report.of(with.write(folder.resolve("n.ipynb"))).html())
                .contains("<img src=\"data:image/png;base64,AQID\" alt=\"x\" />");
        assertRefused(with.markdown("![x](https://a.b/c.png)"), "picture https://a.b/c.png of ");
        assertRefused(
                new ReportNotebooks().markdown("![x](none.png)").code(1, "1", "text/plain", "1"),
                "picture none.png of ");
        assertRefused(
                new ReportNotebooks().markdown("![x](/etc/passwd)").code(1, "1", "text/plain", "1"),
                "picture /etc/passwd of ");
    }

    @Test
    void what_was_not_run_is_no_report() throws IOException {
        assertRefused(new ReportNotebooks().markdown("# A").notRun("1"), "no cell of ");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> Report.of(empty))
                .isInstanceOf(UserMistake.class)
                .hasMessage("no notebook (.ipynb) in %s: give a folder of executed notebooks".formatted(empty));
    }

    private void assertRefused(ReportNotebooks notebook, String beginning) throws IOException {
        Path file = notebook.write(folder.resolve("refused.ipynb"));
        assertThatThrownBy(() -> Report.of(file))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith(beginning)
                .hasMessageNotContaining("\n");
    }
}
