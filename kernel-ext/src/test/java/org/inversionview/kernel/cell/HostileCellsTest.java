package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inversionview.magics.view.MimeBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a cell does, it fails alone: after every test the session still works. */
@Timeout(60)
class HostileCellsTest {

    /** Does not hear an interrupt, and ends long after the test, so that it does not take a core from the tests after it. */
    private static final String STUBBORN =
            "for (long end = System.nanoTime() + 30_000_000_000L; System.nanoTime() < end;) { }";

    private static final String GOES_ON =
            "the cell was interrupted; its code takes no notice and goes on unseen: restart the kernel to be rid of it";

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

    private Optional<String> value(String... lines) throws CellFailure {
        return evaluator.evaluate(3, String.join("\n", lines), outputs).map(MimeBundle::text);
    }

    private CellFailure failure(String... lines) {
        CellFailure failure = catchThrowableOfType(CellFailure.class, () -> value(lines));
        assertThat(failure).isNotNull();
        return failure;
    }

    @AfterEach
    void the_session_goes_on() throws CellFailure {
        assertThat(value("int still = 6;", "still * 7")).contains("42");
    }

    @Test
    void lists_that_hold_each_other_overflow_in_their_own_cell() {
        assertThat(failure("List<Object> a = new ArrayList<>(), b = new ArrayList<>();", "a.add(b); b.add(a);", "a")
                        .name())
                .isEqualTo("StackOverflowError");
    }

    @Test
    void a_value_too_large_for_the_heap_fails_its_own_cell() {
        assertThat(failure("new long[Integer.MAX_VALUE]").name()).isEqualTo("OutOfMemoryError");
        assertThat(failure("\"0123456789\".repeat(2_000_000_000)").name()).isEqualTo("OutOfMemoryError");
    }

    @Test
    void a_long_text_is_cut() throws CellFailure {
        assertThat(value("\"x\".repeat(3_000_000)").orElseThrow())
                .endsWith("xx… (cut after 100,000 characters)")
                .hasSizeLessThan(101_000);
        assertThat(value("new float[5_000_000]").orElseThrow())
                .startsWith("[0.0, 0.0")
                .endsWith("… (cut after 100,000 characters)")
                .hasSizeLessThan(101_000);
    }

    @Test
    void an_array_within_itself_ends() throws CellFailure {
        assertThat(value("Object[] round = new Object[1];", "round[0] = round;", "round")
                        .orElseThrow())
                .startsWith("[[[[");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "toString() { return toString() + 1; } | StackOverflowError",
                "toString() { throw new LinkageError(\"mine\"); } | LinkageError",
                "toString() { throw new OutOfMemoryError(); } | OutOfMemoryError"
            })
    void what_fails_while_it_is_shown_fails_the_cell(String method, String name) throws CellFailure {
        value("class Odd { public String " + method + " }");

        assertThat(failure("new Odd()").name()).isEqualTo(name);
    }

    @Test
    void a_view_that_throws_an_error_fails_the_cell() throws CellFailure {
        value("class Bad implements View { public MimeBundle bundle() { throw new AssertionError(\"odd\"); } }");

        assertThat(failure("new Bad()").value()).isEqualTo("odd");
    }

    @Test
    void an_exception_whose_message_cannot_be_read_is_said() throws CellFailure {
        value("class Own extends RuntimeException { public String getMessage() { return getMessage() + 1; } }");

        assertThat(failure("throw new Own();").value())
                .isEqualTo("(its message cannot be read: java.lang.StackOverflowError)");
    }

    @Test
    void causes_that_go_round_are_said_once() throws CellFailure {
        value("class Own extends RuntimeException { public Throwable getCause() { return this; } }");
        assertThat(failure("throw new Own();").traceback())
                .containsExactly("Own", "    at cell 3, line 1:  throw new Own();");

        assertThat(failure(
                                "var one = new RuntimeException(\"one\");",
                                "var two = new RuntimeException(\"two\", one);",
                                "one.initCause(two);",
                                "throw one;")
                        .traceback())
                .filteredOn(line -> line.contains("RuntimeException: "))
                .containsExactly("java.lang.RuntimeException: one", "Caused by: java.lang.RuntimeException: two");
    }

    @Test
    void an_expression_of_many_terms_is_compiled() throws CellFailure {
        assertThat(value("int term = 1;", "int sum = " + "term + ".repeat(4_000) + "0;", "sum"))
                .contains("4000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String s = \"%s\";",
                "\"%s\"",
                "System.out.println(\"%s\");",
                "String f() { return \"%s\"; }",
                "class C { String s = \"%s\"; }"
            })
    void a_literal_that_is_too_long_fails_its_own_cell_only(String cell) {
        CellFailure failure = failure(cell.formatted("a".repeat(70_000)));

        assertThat(failure.value()).isEqualTo("cell 3, line 1: constant string too long");
        assertThat(String.join("\n", failure.traceback())).hasSizeLessThan(1_000);
        assertThat(outputs.lines()).isEmpty();
    }

    @Test
    void an_initializer_that_is_too_large_fails_its_own_cell_only() {
        assertThat(failure("int[] large = {" + "100000,".repeat(10_000) + "};").value())
                .isEqualTo("cell 3, line 1: code too large");
    }

    @Test
    void streams_that_a_cell_sets_are_taken_back() throws CellFailure {
        value(
                "System.setOut(new PrintStream(OutputStream.nullOutputStream()));",
                "System.setErr(new PrintStream(OutputStream.nullOutputStream()));",
                "Thread.currentThread().interrupt();");
        value("System.out.println(\"seen\");");

        assertThat(outputs.lines()).containsExactly("STDOUT seen\n");
    }

    @Test
    void a_text_without_end_is_interrupted() throws Exception {
        value("class Endless { public String toString() { System.out.print(1); %s return \"\"; } }"
                .formatted(STUBBORN));

        assertThat(interrupted("new Endless()")).isEqualTo(GOES_ON);
    }

    @Test
    void a_message_without_end_is_interrupted() throws Exception {
        value(
                "class Endless extends RuntimeException {",
                "  public String getMessage() { System.out.print(1); %s return \"\"; }".formatted(STUBBORN),
                "}");

        assertThat(interrupted("throw new Endless();")).isEqualTo(GOES_ON);
    }

    private String interrupted(String code) throws Exception {
        CompletableFuture<CellFailure> running = CompletableFuture.supplyAsync(() -> failure(code));
        while (outputs.lines().isEmpty()) {
            Thread.sleep(10);
        }
        evaluator.interrupt();
        return running.get(10, TimeUnit.SECONDS).value();
    }

    @Test
    void code_that_is_nested_deeply_is_completed_and_explained() {
        String deep = "int n = " + "1 + ".repeat(4_000) + "Math.ma";
        CodeAssistant assistant = evaluator.assistant();

        assertThat(assistant.complete(deep, deep.length()).texts()).contains("max(");
        assertThat(assistant.state(deep)).isEqualTo(CodeAssistant.State.COMPLETE);
        assertThat(assistant.inspect(deep + "x", deep.length())).isNotNull();
    }
}
