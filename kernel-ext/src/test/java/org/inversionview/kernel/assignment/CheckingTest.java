package org.inversionview.kernel.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.view.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a release to what a student is told, in the terminal and by {@code %check}. */
@Timeout(120)
class CheckingTest {

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(60), 256);

    private final Path folder;

    CheckingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path released() throws IOException {
        Path source = new NotebookText()
                .locked("helper", "int half(int x) { return x / 2; }")
                .solution(
                        "twice", "int twice(int x) {\n    // BEGIN SOLUTION\n    return 2 * x;\n    // END SOLUTION\n}")
                .check("check", 2, """
                        Check.that("twice 3").hint("2 * x").equal(6, twice(3));
                        // BEGIN HIDDEN TESTS
                        Check.that("half of twice").equal(7, half(twice(7)));
                        // END HIDDEN TESTS""")
                .check("parts", 2, """
                        Credit credit = new Credit();
                        credit.worth(1, () -> Check.that("of 0").equal(0, twice(0)));
                        credit.worth(1, () -> Check.that("of 2").equal(4, twice(2)));
                        credit.points()""")
                .task("why", 3, "Why?")
                .writeTo(folder.resolve("a.ipynb"));
        return new Releasing(LIMITS, Releasing.USUAL_STUB).release(source, folder.resolve("out"));
    }

    @Test
    void a_student_is_told_in_words() throws IOException {
        Path notebook = released();
        NotebookText.of(Files.readString(notebook))
                .write("twice", "int twice(int x) { return x + 3; }")
                .write("helper", "int half(int x) { return 7; }")
                .writeTo(notebook);

        assertThat(new Checking(LIMITS)
                        .check(notebook)
                        .toString()
                        .lines()
                        .filter(line -> !line.contains("──"))
                        .map(line -> line.strip().replaceAll(" {2,}", "  ")))
                .containsExactly(
                        "a: 2 of 4 points, and up to 3 that your teacher gives",
                        "check  points",
                        "✓  check  2 of 2",
                        "✗  parts  0 of 2  1 of these points missed: of 0: expected 0, got 3; 1 of these points missed: of 2: expected 4, got 5",
                        "–  why  up to 3  to be graded by hand",
                        "When it is graded: cell helper was changed, and is put back.",
                        "Grading may ask more: hidden tests are not in this notebook.");
    }

    @Test
    void names_are_watched_where_the_release_says_which_are_the_answers() throws IOException {
        String forged = "int twice(int x) { return 2 * x; }\nclass Check { }";
        Path notebook = released();
        NotebookText text = NotebookText.of(Files.readString(notebook)).write("twice", forged);

        text.writeTo(notebook);
        assertThat(new Checking(LIMITS).check(notebook).toString())
                .contains("an answer declares its own Check, a name that the checks use: give it another name");

        text.write("twice", "int twice(int x) { return 2 * x; }")
                .withoutMetadata()
                .writeTo(notebook);
        assertThat(new Checking(LIMITS).check(notebook).passed()).isTrue();
    }

    @Test
    void what_was_not_answered_says_so_by_the_magic() throws IOException {
        CheckMagic magic = new CheckMagic(Map.of("JPY_SESSION_NAME", released().toString()), folder);

        CheckReport report = (CheckReport) magic.run("check", "", Screen.NONE);

        assertThat(report.passed()).isFalse();
        assertThat(report.toString())
                .contains("a: 0 of 4 points")
                .contains("java.lang.UnsupportedOperationException: your answer here");
        assertThat(report.bundle().text()).isEqualTo(report.page().text());
    }

    @Test
    void points_of_hidden_tests_are_not_missed() throws IOException {
        Path source = new NotebookText()
                .solution("word", """
                        String word = null;
                        // BEGIN SOLUTION
                        word = "abba";
                        // END SOLUTION""")
                .check("parts", 3, """
                        Credit credit = new Credit();
                        credit.worth(1, () -> Check.that("its length").equal(4, word.length()));
                        // BEGIN HIDDEN TESTS
                        credit.worth(2, () -> Check.that("its first letter").equal('a', word.charAt(0)));
                        // END HIDDEN TESTS
                        credit.points()""")
                .check("hidden", 1, """
                        // BEGIN HIDDEN TESTS
                        Check.that("its last letter").equal('a', word.charAt(3));
                        // END HIDDEN TESTS""")
                .check("plain", 1, "Check.that(\"its end\", word.endsWith(\"a\"));")
                .writeTo(folder.resolve("b.ipynb"));
        Path notebook = new Releasing(LIMITS, Releasing.USUAL_STUB).release(source, folder.resolve("out"));

        assertThat(new Checking(LIMITS).check(notebook).toString())
                .contains("b: 0 of 2 points, and up to 3 that hidden tests give")
                .contains("1 of these points missed: word is null: answer the task that gives it a value")
                .containsPattern("plain +0 of 1 +word is null: answer the task");

        NotebookText.of(Files.readString(notebook))
                .write("word", "String word = \"xyza\";")
                .writeTo(notebook);
        CheckReport right = new Checking(LIMITS).check(notebook);
        assertThat(right.passed()).isTrue();
        assertThat(right.toString()).contains("b: 2 of 2 points, and up to 3").containsPattern("✓ +parts +1 of 1");
    }

    @Test
    void a_check_that_no_student_could_pass_is_not_released() throws IOException {
        Path source = new NotebookText()
                .solution("one", "int one = 1;")
                .check("check", 1, """
                        // BEGIN HIDDEN TESTS
                        int expected = 1;
                        // END HIDDEN TESTS
                        Check.that("one").equal(expected, one);""")
                .writeTo(folder.resolve("c.ipynb"));

        assertThatThrownBy(() -> new Releasing(LIMITS, "").release(source, folder.resolve("out")))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("c: without its hidden tests, as students get it, the check check fails: ")
                .hasMessageEndingWith("cannot find symbol: variable expected");
    }

    @Test
    void the_only_assignment_of_the_folder_is_the_open_one() throws IOException {
        Path notebook = released();
        Path home = Objects.requireNonNull(notebook.getParent());
        Files.writeString(home.resolve("notes.ipynb"), "not a notebook");
        CheckMagic magic = new CheckMagic(Map.of(), home);

        assertThat(magic.run("check", "", Screen.NONE).toString()).contains("a: 0 of 4 points");

        Files.copy(notebook, home.resolve("another.ipynb"));
        assertThatThrownBy(() -> magic.run("check", "", Screen.NONE))
                .isInstanceOf(MagicException.class)
                .hasMessage("%%check does not know which of %s is open: write %%check FILE.ipynb, after saving it"
                        .formatted(Stream.of(
                                        "another.ipynb", notebook.getFileName().toString())
                                .sorted()
                                .collect(Collectors.joining(", "))));
    }

    @Test
    void a_notebook_that_is_not_known_is_one_line() {
        CheckMagic magic = new CheckMagic(Map.of(), folder);

        assertThatThrownBy(() -> magic.run("check", "", Screen.NONE))
                .isInstanceOf(MagicException.class)
                .hasMessage("%check does not know which notebook is open: write %check FILE.ipynb, after saving it");
        assertThatThrownBy(() -> magic.run("check", "none.ipynb", Screen.NONE))
                .isInstanceOf(MagicException.class)
                .hasMessage("no file none.ipynb: give the path of a notebook (.ipynb)");
        assertThat(magic.run("check", "?", Screen.NONE).bundle().text()).startsWith("runs the notebook");
    }

    @Test
    void answers_that_do_not_get_every_point_are_not_released() throws IOException {
        Path source = new NotebookText()
                .solution("one", "double one = 0.5;")
                .check("check", 2, "one")
                .writeTo(folder.resolve("half.ipynb"));

        assertThatThrownBy(() -> new Releasing(LIMITS, "").release(source, folder.resolve("out")))
                .isInstanceOf(UserMistake.class)
                .hasMessage("the teacher's version of half does not get every point: cell check gives 0.5 of 2.0");
        assertThat(folder.resolve("out/half.ipynb")).doesNotExist();
    }
}
