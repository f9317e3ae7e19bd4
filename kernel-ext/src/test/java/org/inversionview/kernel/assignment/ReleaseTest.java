package org.inversionview.kernel.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What students get, and which sources are refused. */
class ReleaseTest {

    private final Path folder;

    ReleaseTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Assignment read(NotebookText text) throws IOException {
        return Assignment.read(text.writeTo(folder.resolve("a.ipynb")));
    }

    private List<ObjectNode> released(NotebookText text) throws IOException {
        return new Release("// yours").of(read(text)).cells();
    }

    @Test
    void a_student_sees_stubs_and_no_hidden_tests() throws IOException {
        List<ObjectNode> cells = released(new NotebookText()
                .solution("whole", "int x = 1;")
                .solution("region", "int f() {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n}")
                .check("c", 1, "assert x == 1;\n// BEGIN HIDDEN TESTS\nassert f() == 1;\n// END HIDDEN TESTS"));

        assertThat(cells)
                .extracting(cell -> Notebook.text(cell.path("source")))
                .containsExactly("// yours", "int f() {\n  // yours\n}", "assert x == 1;");
    }

    @Test
    void metadata_are_nbgraders_of_what_is_released() throws IOException {
        ObjectNode cell = released(
                        new NotebookText().check("c", 1.5, "assert true;\n// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS"))
                .get(0);

        String checksum = Checksum.of("assert true;", "code", new CellMetadata("c", true, false, true, false, 1.5));
        assertThat(cell.path("metadata")).hasToString("""
                {"nbgrader":{"cell_type":"code","checksum":"%s","grade":true,"grade_id":"c","locked":true,"points":1.5,\
                "schema_version":3,"solution":false,"task":false},"deletable":false,"editable":false}""".formatted(checksum));
    }

    @Test
    void an_answer_may_be_edited_but_not_deleted() throws IOException {
        ObjectNode answer = released(new NotebookText().solution("s", "1").check("c", 1, "assert true;"))
                .get(0);

        assertThat(answer.path("metadata").path("deletable").asBoolean(true)).isFalse();
        assertThat(answer.path("metadata").has("editable")).isFalse();
    }

    @Test
    void what_is_no_assignment_is_refused() {
        refuses(new NotebookText().cell("code", "1"), "is no assignment: no code cell has nbgrader's metadata");
        refuses(
                new NotebookText().check("c", 1, "1").check("c", 1, "2"),
                "has two cells with the grade_id c: each needs its own");
        refuses(
                new NotebookText().check("c", 1, "// BEGIN SOLUTION\n// END SOLUTION"),
                "cell c has a solution region, and is no solution cell");
        refuses(
                new NotebookText().check("c", 1, "1").solution("s", "// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS"),
                "cell s has hidden tests, and gives no points");
        refuses(new NotebookText().check("a b", 1, "1"), "grade_id \"a b\": write letters, digits, - and _ only");
        refuses(new NotebookText().check("c", -1, "1"), "cell c is worth -1.0 points: from 0 to 1000 are allowed");
        NotebookText old = new NotebookText().check("c", 1, "1");
        ((ObjectNode) old.named("c").path("metadata").path("nbgrader")).put("schema_version", 1);
        refuses(old, "cell c has nbgrader's schema_version 1: only 3 is read");
        NotebookText pointless = new NotebookText().check("c", 1, "1");
        ((ObjectNode) pointless.named("c").path("metadata").path("nbgrader")).remove("points");
        refuses(pointless, "cell c has no points: give it a number");
    }

    private void refuses(NotebookText text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(UserMistake.class).hasMessageContaining(message);
    }
}
