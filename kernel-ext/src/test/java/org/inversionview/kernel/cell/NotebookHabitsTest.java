package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.magics.view.MimeBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What notebooks that were written for IJava, JJava or JShell rely on. */
@Timeout(60)
class NotebookHabitsTest {

    private static CellEvaluator evaluator;

    private final RecordedOutputs outputs = new RecordedOutputs();

    @BeforeAll
    static void start() {
        evaluator = new CellEvaluator(new EchoMagics());
    }

    @AfterAll
    static void end() {
        evaluator.close();
    }

    private Optional<MimeBundle> bundle(String... lines) throws CellFailure {
        return evaluator.evaluate(3, String.join("\n", lines), outputs);
    }

    private Optional<String> value(String... lines) throws CellFailure {
        return bundle(lines).map(MimeBundle::text);
    }

    private CellFailure failure(String... lines) {
        CellFailure failure = catchThrowableOfType(CellFailure.class, () -> value(lines));
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void display_shows_at_once_and_update_display_changes_it() throws CellFailure {
        value(
                "for (int i = 0; i < 2; i++) display(i);",
                "String id = display(\"a\");",
                "updateDisplay(id, List.of(1));");
        assertThat(value("display(null);")).isEmpty();
        assertThat(value("id")).isPresent();

        assertThat(outputs.lines())
                .containsExactly("DISPLAY 0", "DISPLAY 1", "DISPLAY a", "UPDATE [1]", "DISPLAY null");
    }

    @Test
    void a_text_is_shown_as_what_it_is_said_to_be() throws CellFailure {
        assertThat(bundle("render(\"<b>x</b>\", \"text/html\")").orElseThrow().data())
                .containsEntry("text/html", "<b>x</b>")
                .containsEntry("text/plain", "<b>x</b>");
        value("display(\"# x\", \"text/markdown\");");
        assertThat(outputs.lines()).containsExactly("DISPLAY # x");
        assertThat(failure("display(\"x\", \"image/png\");").value())
                .isEqualTo("no form image/png of this String: it has text/plain");
    }

    @Test
    void threads_of_a_cell_may_display() throws CellFailure {
        value("Thread t = new Thread(() -> display(\"from a thread\"));", "t.start(); t.join();");

        assertThat(outputs.lines()).containsExactly("DISPLAY from a thread");
    }

    @Test
    void an_image_is_a_picture() throws CellFailure {
        assertThat(bundle("new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)")
                        .orElseThrow()
                        .data())
                .containsEntry("text/plain", "3 × 2 picture")
                .hasEntrySatisfying("image/png", png -> assertThat((String) png).startsWith("iVBOR"));
    }

    @Test
    void jshells_imports_are_there() throws CellFailure {
        assertThat(value("Pattern.compile(\"a+\").matcher(\"aa\").matches()")).contains("true");
        assertThat(value("Preferences.MAX_KEY_LENGTH")).contains("80");
    }

    @Test
    void assertions_are_checked() {
        assertThat(failure("int one = 1;", "assert one > 2 : \"too small\";").value())
                .isEqualTo("too small");
    }

    @Test
    void a_file_is_evaluated_where_it_is_loaded(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("helpers.jsh"), "int twice(int n) {\n  return 2 * n;\n}\n%echo loaded\nint seven = 7;");

        assertThat(value("%load " + file, "twice(seven)")).contains("14");
        assertThat(value("%load " + folder.resolve("helpers") + " // without its ending", "seven"))
                .contains("7");
        assertThat(outputs.lines()).containsExactly("DISPLAY echo loaded", "DISPLAY echo loaded");
    }

    @Test
    void a_notebook_is_loaded_by_its_code_cells(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("other.ipynb"),
                "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"# int x\"},"
                        + " {\"cell_type\": \"code\", \"source\": [\"int eight = 7;\\n\", \"eight++;\"]},"
                        + " {\"cell_type\": \"code\", \"source\": \"int nine = eight + 1;\"}]}");

        assertThat(value("%load \"" + file + "\"", "nine")).contains("9");
    }

    @Test
    void a_loaded_file_fails_in_its_own_lines(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.java"), "int fine = 1;\nint bad = missing;");

        assertThat(failure("%load " + file).value()).isEqualTo(file + ", line 2: cannot find symbol");
    }

    @Test
    void a_file_that_cannot_be_loaded_is_one_line(@TempDir Path folder) throws IOException {
        assertThat(failure("%load nothing.jsh").value())
                .startsWith("no file nothing.jsh (looked from ")
                .endsWith("%load takes .jsh, .java and .ipynb");
        Path itself = folder.resolve("itself.jsh");
        Files.writeString(itself, "%load " + itself);
        assertThat(failure("%load " + itself).value()).endsWith("does one load itself?");
        assertThat(failure("for (int i = 0; i < 1; i++) {", "  %load " + itself, "}")
                        .value())
                .isEqualTo("%load stands on a line of its own, outside of loops and declarations");
        assertThat(failure("%load " + Files.writeString(folder.resolve("no.ipynb"), "{"))
                        .value())
                .endsWith("no.ipynb is not JSON (line 1, column 2); a notebook (.ipynb) is a JSON file");
    }

    @Test
    void what_is_missing_is_named() {
        assertThat(failure("Foo x;").traceback())
                .containsExactly("cell 3, line 1: cannot find symbol", "    Foo x;", "    ^", "  symbol:   class Foo");
    }

    @Test
    void a_magic_after_an_unfinished_line_is_explained() {
        assertThat(failure("int a = 1;", "a", "%echo b").traceback())
                .last()
                .isEqualTo(
                        "  %echo continues the line before, as Java's remainder: end that line with ; to run the magic");
    }

    @Test
    void loggers_and_threads_between_cells_are_seen() throws Exception {
        value(
                "var logger = java.util.logging.Logger.getLogger(\"a.b\");",
                "logger.warning(\"logged\");",
                "org.slf4j.LoggerFactory.getLogger(\"mine\").info(\"noted\");",
                "var gate = new CountDownLatch(1);",
                "var late = new Thread(() -> { try { gate.await(); } catch (InterruptedException e) { }",
                "  System.out.println(\"late\"); });",
                "late.start();",
                "new Thread(() -> { try { Thread.sleep(100); } catch (InterruptedException e) { } gate.countDown(); })",
                "  .start();");

        while (outputs.lines().stream().noneMatch(line -> line.equals("STDOUT late\n"))) {
            Thread.sleep(10);
        }
        assertThat(String.join("", outputs.lines())).contains("STDERR ").contains("WARNING: logged", "mine - noted");
    }
}
