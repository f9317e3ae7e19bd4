package org.inversionview.kernel.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That no submission cheats, harms another, or ends the grading: all of them are graded together, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HostileSubmissionsTest {

    private static final String RIGHT = "int square(int x) { return x * x; }";
    private static final String WRONG = "int square(int x) { return 2 * x; }";
    private static final String SECRET = "the answer of another student";
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(40), 256);

    private final StringWriter terminal = new StringWriter();
    private final Path secrets;
    private Path folder = Path.of("");
    private Map<String, List<String[]>> rows = Map.of();
    private int visits;

    HostileSubmissionsTest() throws IOException {
        secrets = Files.createTempDirectory(Path.of(System.getProperty("user.home")), ".secrets");
        Files.createFile(secrets.resolve("key-of-whoever-grades"));
    }

    @AfterAll
    void forgetSecrets() throws IOException {
        Files.delete(secrets.resolve("key-of-whoever-grades"));
        Files.delete(secrets);
    }

    private static NotebookText assignment() {
        return new NotebookText()
                .locked("setup", "int twice(int x) { return x + x; }")
                .solution("square", RIGHT)
                .check("close", 2, """
                        Check.that("the square of 3").holds(Math.abs(square(3) - 9) < 1);
                        // BEGIN HIDDEN TESTS
                        Check.that("the square of -5").equal(25, square(-5));
                        // END HIDDEN TESTS""")
                .check("parts", 3, """
                        Credit credit = new Credit();
                        credit.worth(1, () -> Check.that("of 0").equal(0, square(0)));
                        credit.worth(2, () -> Check.that("twice that of 7").equal(98, twice(square(7))));
                        credit.points()""");
    }

    /**
     * A submission.
     *
     * @param points of its two checks
     * @param said what the error of the first check, or a remark on it, must contain
     */
    private record Hostile(String name, String points, String said, Function<NotebookText, NotebookText> change) {

        static Hostile answer(String name, String points, String said, String code) {
            return new Hostile(name, points, said, it -> it.write("square", code));
        }

        static Hostile before(String name, String points, String said, String answer, String... cells) {
            return new Hostile(name, points, said, it -> {
                it.write("square", answer);
                List.of(cells).forEach(code -> it.before("close", code));
                return it;
            });
        }
    }

    /** Those that keep the process busy, or end it. */
    private static List<Hostile> wasteful() {
        return List.of(
                Hostile.before("exits", "0 0", "its process has ended", RIGHT, "System.exit(0);"),
                Hostile.before("loops", "2 3", "", RIGHT, "while (true) { Thread.onSpinWait(); }"),
                Hostile.answer("answers-without-end", "0 0", "longer than 3.0 s", """
                        int square(int x) { while (x != 0) { Thread.onSpinWait(); } return 0; }"""),
                Hostile.before("floods-threads", "0 0", "more than 400 threads", RIGHT, """
                        while (true) { new Thread(() -> { try { Thread.sleep(99_999); } catch (Exception e) { } }).start(); }"""),
                Hostile.before("floods-output", "2 3", "", RIGHT, """
                        while (true) { System.out.println("x".repeat(999)); }"""),
                Hostile.answer("recurs", "0 0", "StackOverflowError", "int square(int x) { return square(x) + 1; }"),
                Hostile.before("fills-memory", "2 3", "", RIGHT, """
                        List<long[]> all = new ArrayList<>();
                        while (true) { all.add(new long[1_000_000]); }"""));
    }

    /** Those that reach for what is not theirs: each cell is tried, whatever became of the one before. */
    private List<Hostile> reaching(int port) {
        Path submissions = folder.resolve("in");
        return List.of(
                Hostile.before(
                        "reaches-out",
                        "0 1",
                        "the square of 3",
                        WRONG,
                        "Files.readString(Path.of(\"%s\"))".formatted(submissions.resolve("victim.ipynb")),
                        "Files.readString(Path.of(\"%s\"))".formatted(folder.resolve("a.ipynb")),
                        "Files.writeString(Path.of(\"%s\"), \"gone\");".formatted(submissions.resolve("victim.ipynb")),
                        "Files.writeString(Path.of(\"%s\"), \"all points\");"
                                .formatted(folder.resolve("out/grades.csv")),
                        "String.join(\"|\", new File(System.getProperty(\"user.home\"), SECRETS).list())"
                                .replace("SECRETS", "\"%s\"".formatted(secrets.getFileName())),
                        "new Socket(\"127.0.0.1\", %s).close();".formatted(port)),
                Hostile.before(
                        "reaches-in",
                        "0 1",
                        "the square of 3",
                        WRONG,
                        """
                        var loader = Thread.currentThread().getContextClassLoader();
                        var magics = loader.getClass().getDeclaredField("magics");
                        magics.setAccessible(true);
                        magics.get(loader)""",
                        """
                        new ProcessBuilder("touch", "%s").start();""".formatted(folder.resolve("touched")),
                        """
                        for (int i = 0; i < 40; i++) {
                            try (var out = new FileOutputStream("/proc/self/fd/" + i)) {
                                out.write(new byte[] {0, 0, 0, 2, '{', '}'});
                            } catch (Exception e) {
                            }
                        }"""),
                Hostile.answer("tells-hidden-tests", "0 3", "a hidden test failed", """
                        int square(int x) {
                            System.out.println("asked " + x);
                            if (x < 0) { throw new IllegalStateException("asked " + x); }
                            return x * x;
                        }"""));
    }

    /** Those that have their own code stand for the assignment's. */
    private static List<Hostile> forging() {
        return List.of(
                Hostile.before("prints-grades", "0 1", "the square of 3", WRONG, """
                        System.out.println("✓ 2 of 2 points\\n5 of 5 points");
                        2.0"""),
                new Hostile(
                        "tampers",
                        "0 1",
                        "the square of 3",
                        it -> it.write("square", WRONG)
                                .write("close", "2.0")
                                .write("setup", "int twice(int x) { return 98; }")
                                .copy("square", "close", WRONG)
                                .claim("parts", 300)),
                new Hostile(
                        "doubles-check",
                        "0 1",
                        "the square of 3",
                        it -> it.write("square", WRONG).copy("close", "close", "2.0")),
                new Hostile(
                        "removes-check",
                        "0 1",
                        "the square of 3",
                        it -> it.write("square", WRONG).remove("close")),
                Hostile.before("forges-class", "0 0", "declares its own Check", WRONG, """
                        class Check {
                            static Check that(String s) { return new Check(); }
                            void holds(boolean b) { }
                            void equal(Object a, Object b) { }
                        }"""),
                Hostile.before("forges-variable", "0 0", "declares its own Check", WRONG, """
                        class Fake {
                            Fake that(String s) { return this; }
                            void holds(boolean b) { }
                            void equal(Object a, Object b) { }
                        }
                        Fake Check = new Fake();"""),
                Hostile.before("forges-math", "0 0", "declares its own Math", WRONG, """
                        class Math { static int abs(int x) { return 0; } }"""),
                Hostile.before("forges-helper", "0 0", "declares its own twice", WRONG, """
                        int twice(int x) { return 98; }"""),
                Hostile.answer("throws-formula", "0 0", "=cmd", """
                        int square(int x) {
                            throw new IllegalStateException("=cmd|' /C calc'!A0,\\"\\n<script>alert(1)</script>");
                        }"""),
                new Hostile(
                        "has-script",
                        "2 3",
                        "",
                        it -> it.write("square", RIGHT)
                                .cell("markdown", "<script>alert(1)</script>\n\n[x](javascript:alert(1))")));
    }

    private List<Hostile> all(int port) {
        return Stream.of(wasteful(), reaching(port), forging())
                .flatMap(List::stream)
                .toList();
    }

    @BeforeAll
    void grade(@TempDir Path temporary) throws Exception {
        folder = temporary;
        assignment().writeTo(folder.resolve("a.ipynb"));
        String released = new Release("return 0;")
                .of(Assignment.read(folder.resolve("a.ipynb")))
                .json();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread counter = new Thread(() -> count(server));
            counter.start();
            for (Hostile hostile : all(server.getLocalPort())) {
                hostile.change()
                        .apply(NotebookText.of(released))
                        .writeTo(folder.resolve("in/" + hostile.name() + ".ipynb"));
            }
            NotebookText.of(released)
                    .write("square", "String secret = \"" + SECRET + "\";")
                    .writeTo(folder.resolve("in/victim.ipynb"));
            Files.writeString(folder.resolve("in/no-notebook.ipynb"), "{");
            Files.writeString(folder.resolve("in/nested.ipynb"), "[".repeat(100_000));
            Files.createSymbolicLink(folder.resolve("in/steals.ipynb"), folder.resolve("in/has-script.ipynb"));
            Files.createDirectories(folder.resolve("in/empty"));
            grading().grade(new PrintWriter(terminal));
        }
        rows = Files.readAllLines(folder.resolve("out/grades.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", 6))
                .collect(Collectors.groupingBy(row -> row[0]));
    }

    private Grading grading() {
        return new Grading(folder.resolve("in"), folder.resolve("a.ipynb"), folder.resolve("out"), 2, LIMITS);
    }

    private void count(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
                visits++;
            }
        } catch (IOException e) {
            // closed: all are graded
        }
    }

    @TestFactory
    Stream<DynamicTest> a_submission_gets_what_its_answer_is_worth() {
        return all(0).stream()
                .map(hostile -> DynamicTest.dynamicTest(hostile.name(), () -> {
                    List<String[]> own = rowsOf(hostile.name());
                    assertThat(own)
                            .extracting(row -> row[2])
                            .containsExactly(hostile.points().split(" "));
                    assertThat(own.get(0)[5]).contains(hostile.said());
                }));
    }

    @Test
    void what_was_done_to_cells_is_named() {
        assertThat(terminal.toString())
                .contains("tampers: 1 of 5 points, cell square stood there twice: the first counts")
                .contains("; cell setup was changed, and put back; cell close was changed, and put back;")
                .contains("cell parts said that it was worth 300.0 points: it is worth 3.0")
                .contains("removes-check: 1 of 5 points, cell close was removed, and put back")
                .contains(
                        "doubles-check: 1 of 5 points, cell close stood there twice: the first counts; cell close was");
    }

    @Test
    void what_cannot_be_read_is_named_and_gives_nothing() {
        assertThat(rowsOf("no-notebook").get(0)[5]).contains("is not JSON");
        assertThat(rowsOf("nested").get(0)[5]).contains("nested too deep");
        assertThat(rowsOf("steals").get(0)[5]).contains("a link to something else");
        assertThat(rowsOf("empty").get(0)[5]).contains("no notebook a.ipynb was handed in");
        assertThat(rowsOf("empty")).extracting(row -> row[2]).containsExactly("0", "0");
    }

    @Test
    void nobody_reads_or_writes_what_is_not_theirs() throws IOException {
        if (terminal.toString().contains("each submission runs without network")) {
            assertThat(feedback("reaches-out"))
                    .contains("NoSuchFileException", "FileSystemException")
                    .doesNotContain(SECRET)
                    .doesNotContain("key-of-whoever-grades")
                    .doesNotContain("return x * x");
            assertThat(folder.resolve("in/victim.ipynb")).content().contains(SECRET);
            assertThat(visits).isZero();
        } else {
            assertThat(terminal.toString()).contains("this system keeps no process from the network");
        }
        assertThat(feedback("reaches-in"))
                .contains("may not use java.lang.reflect.Field.setAccessible")
                .contains("may not use java.lang.ProcessBuilder");
        assertThat(folder.resolve("touched")).doesNotExist();
    }

    @Test
    void feedback_tells_no_hidden_test_and_holds_no_script() throws IOException {
        assertThat(feedback("tells-hidden-tests"))
                .contains("a hidden test failed")
                .doesNotContain("-5");
        assertThat(feedback("has-script")).contains("&lt;script&gt;").doesNotContain("<script", "href=\"javascript");
        assertThat(feedback("throws-formula")).doesNotContain("<script");
        assertThat(feedback("floods-output").length()).isLessThan(100_000);
    }

    @Test
    void a_second_run_gives_the_same_bytes() throws Exception {
        byte[] grades = Files.readAllBytes(folder.resolve("out/grades.csv"));
        byte[] page = Files.readAllBytes(folder.resolve("out/feedback/loops.html"));

        grading().grade(new PrintWriter(new StringWriter()));

        assertThat(folder.resolve("out/grades.csv")).hasBinaryContent(grades);
        assertThat(folder.resolve("out/feedback/loops.html")).hasBinaryContent(page);
    }

    private List<String[]> rowsOf(String student) {
        return rows.getOrDefault(student, List.of());
    }

    private String feedback(String student) throws IOException {
        return Files.readString(folder.resolve("out/feedback/" + student + ".html"));
    }
}
