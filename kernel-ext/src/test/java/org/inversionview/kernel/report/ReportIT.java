package org.inversionview.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.kernel.Browser;
import org.inversionview.kernel.UserMistake;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A report in a real browser, on screen and printed. */
@Timeout(200)
class ReportIT {

    private static final String EVIL = "<script>document.body.dataset.evil = 'ran'</script>"
            + "<img src=\"http://127.0.0.1:9/x.png\" onerror=\"document.body.dataset.evil = 'ran'\">";

    @TempDir
    private Path folder = Path.of("");

    private Path page = Path.of("");

    @BeforeEach
    void write() throws Exception {
        String rows = IntStream.range(0, 12)
                .mapToObj(i -> "<tr><td>row %s</td><td>%s</td><td><span class=\"t\" title=\"p = %s\">x</span></td></tr>"
                        .formatted(i, i * 7 % 12 - 3, i))
                .collect(Collectors.joining());
        String table = "<table><tr><th>name</th><th>value</th><th>token</th></tr>%s</table>".formatted(rows);
        Path notebook = new ReportNotebooks()
                .markdown("# Study\n\n" + EVIL)
                .code(1, "%inspect", "text/html", table + EVIL)
                .write(folder.resolve("n.ipynb"));
        page = Files.writeString(folder.resolve("n.html"), Report.of(notebook).html());
    }

    @Test
    void tables_sort_filter_and_open_and_nothing_else_runs() throws Exception {
        Path screenshots = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
        JsonNode seen = new ObjectMapper()
                .readTree(Browser.script(
                        "report.mjs",
                        page.toUri().toString(),
                        Browser.chromium(),
                        screenshots.resolve("report.png").toString()));
        assertThat(seen.path("ascending").toString())
                .isEqualTo("[\"-3\",\"-2\",\"-1\",\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"]");
        assertThat(seen.path("descending").get(0).asText()).isEqualTo("8");
        assertThat(seen.path("filtered")).hasSize(1);
        assertThat(seen.path("opened").asText()).contains("name", "value", "p = ");
        assertThat(seen.path("evil").asText()).isEqualTo("none");
        assertThat(seen.path("requests")).isEmpty();
        assertThat(seen.path("printedCode").asBoolean()).isTrue();
        assertThat(seen.path("withoutScript").asText()).contains("row 11");
    }

    @Test
    void prints_with_chromium() throws Exception {
        Path pdf = folder.resolve("n.pdf");
        PdfPrinter.find(Optional.empty()).print(page, pdf);
        assertThat(Files.readAllBytes(pdf)).startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_browser_that_cannot_print_is_told_in_a_line() {
        PdfPrinter none = PdfPrinter.find(Optional.of(Path.of("/bin/false")));
        assertThatThrownBy(() -> none.print(page, folder.resolve("n.pdf")))
                .isInstanceOf(UserMistake.class)
                .hasMessage("/bin/false could not print: it said nothing");
        assertThat(folder.resolve("n.pdf")).doesNotExist();
    }
}
