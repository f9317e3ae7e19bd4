package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inversionview.magics.view.MimeBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CellEvaluatorTest {

    private static CellEvaluator evaluator;

    private RecordedOutputs outputs;

    @BeforeAll
    static void start() {
        evaluator = new CellEvaluator(new EchoMagics());
    }

    @AfterAll
    static void end() {
        evaluator.close();
    }

    @BeforeEach
    void newCell() {
        outputs = new RecordedOutputs();
    }

    private Optional<String> value(String... lines) throws CellFailure {
        return evaluator.evaluate(3, String.join("\n", lines), outputs).map(MimeBundle::text);
    }

    private CellFailure failure(String... lines) {
        CellFailure failure = catchThrowableOfType(CellFailure.class, () -> value(lines));
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void the_last_expression_is_the_value() throws CellFailure {
        assertThat(value("int a = 20;", "a + 1;", "a + 2")).contains("22");
        assertThat(value("a * 2;  // twice")).contains("40");
        assertThat(value("new int[][] {{1, 2}, {3}}")).contains("[[1, 2], [3]]");
        assertThat(value("List.of(new BigDecimal(\"1.50\"), Path.of(\"x\"))")).contains("[1.50, x]");
    }

    @Test
    void declarations_assignments_statements_and_null_show_nothing() throws CellFailure {
        assertThat(value("int b = 1;")).isEmpty();
        assertThat(value("b = 2")).isEmpty();
        assertThat(value("b;", "int c = 3;")).isEmpty();
        assertThat(value("if (b > 1) b++;")).isEmpty();
        assertThat(value("(String) null")).isEmpty();
        assertThat(value("")).isEmpty();
        assertThat(value("// nothing")).isEmpty();
    }

    @Test
    void values_are_objects_of_this_jvm() throws CellFailure {
        value("var shared = new org.inversionview.kernel.cell.EchoMagics.EchoHtml(\"x\");");

        assertThat(evaluator.evaluate(4, "shared", outputs).orElseThrow().data())
                .containsEntry("text/html", "<b>x</b>");
    }

    @Test
    void prints_and_displays_come_in_order() throws CellFailure {
        assertThat(value(
                        "System.out.println(\"ε before\");",
                        "%echo one",
                        "System.err.print(\"between\");",
                        "%echo two;",
                        "System.out.print(\"after\");",
                        "7"))
                .contains("7");
        assertThat(outputs.lines())
                .containsExactly(
                        "STDOUT ε before\n", "DISPLAY echo one", "STDERR between", "DISPLAY echo two;", "STDOUT after");
    }

    @Test
    void a_bare_magic_is_displayed_and_is_not_the_value() throws CellFailure {
        assertThat(value("5;", "%echo one")).isEmpty();
        assertThat(outputs.lines()).containsExactly("DISPLAY echo one");
    }

    @Test
    void what_takes_long_shows_how_far_it_is_and_then_the_result_in_one_place() throws CellFailure {
        assertThat(value("%echo slowly")).isEmpty();
        assertThat(outputs.lines())
                .containsExactly("DISPLAY echo a third", "UPDATE echo two thirds", "UPDATE echo slowly");
    }

    @Test
    void an_assigned_magic_shows_how_far_it_is_and_returns_the_result() throws CellFailure {
        assertThat(value("var e = %echo slowly", "e.arguments()")).contains("slowly");
        assertThat(outputs.lines()).containsExactly("DISPLAY echo a third", "UPDATE echo two thirds");
    }

    @Test
    void an_assigned_magic_is_typed_and_not_displayed() throws CellFailure {
        assertThat(value(
                        "import org.inversionview.kernel.cell.EchoMagics.Echo;",
                        "Echo typed = %echo a \"b c\\d\" ;",
                        "var inferred = %echo e=1",
                        "typed.arguments() + \"|\" + inferred.arguments()"))
                .contains("a \"b c\\d\"|e=1");
        assertThat(outputs.lines()).isEmpty();
    }

    @Test
    void magics_work_in_loops_lambdas_methods_and_classes() throws CellFailure {
        value(
                "for (int i = 0; i < 2; i++)",
                "  %echo loop",
                "for (int i = 0; i < 1; i++) { var e = %echo inner; System.out.println(e.arguments()); }",
                "Runnable r = () -> {",
                "  %echo lambda",
                "};",
                "r.run();",
                "void method() {",
                "  %echo method",
                "}",
                "method();",
                "class Nested { void run() {",
                "  %echo nested",
                "} }",
                "new Nested().run();",
                "IntStream.range(0, 8).parallel().forEach(i -> {",
                "  %echo parallel",
                "});");

        assertThat(outputs.lines())
                .startsWith(
                        "DISPLAY echo loop",
                        "DISPLAY echo loop",
                        "STDOUT inner\n",
                        "DISPLAY echo lambda",
                        "DISPLAY echo method",
                        "DISPLAY echo nested")
                .hasSize(14)
                .endsWith("DISPLAY echo parallel");
    }

    @Test
    void a_magics_mistake_is_one_line() {
        CellFailure failure = failure("int kept = 11;", "%echo refuse", "kept = 12;");

        assertThat(failure.name()).isEqualTo("MagicException");
        assertThat(failure.value()).isEqualTo("no head 12 in block 9: this model has heads 0 to 11");
        assertThat(failure.traceback()).containsExactly("no head 12 in block 9: this model has heads 0 to 11");
    }

    @Test
    void a_magics_fault_keeps_its_stack_trace_and_asks_for_a_report() {
        CellFailure failure = failure("int n = 1;", "%echo fault");

        assertThat(failure.name()).isEqualTo("IllegalArgumentException");
        assertThat(failure.traceback())
                .startsWith("java.lang.IllegalArgumentException: shapes (2, 3) and (4) differ")
                .anyMatch(
                        line -> line.startsWith("    at org.inversionview.kernel.cell.EchoMagics.run(EchoMagics.java:"))
                .endsWith(
                        "    at cell 3, line 2:  %echo fault",
                        "This is a fault of InversionView, not yours: please report it with the lines above.");
        assertThat(failure("List.of(1).get(-1)").traceback()).noneMatch(line -> line.contains("InversionView"));
    }

    @Test
    void an_unknown_magic_fails_the_cell_before_it_runs() {
        CellFailure failure = failure("System.out.println(1);", "var p = %eco a;");

        assertThat(failure.name()).isEqualTo("MagicException");
        assertThat(failure.traceback()).containsExactly("no magic %eco: there are %echo and %echo-html");
        assertThat(outputs.lines()).isEmpty();
    }

    @Test
    void a_compile_error_shows_its_line() {
        CellFailure failure =
                failure("int fine = 1;", "", "%echo here", "    int wrong = fine + missing;", "int never;");

        assertThat(failure.name()).isEqualTo("CompilationException");
        assertThat(failure.value()).isEqualTo("cell 3, line 4: cannot find symbol");
        assertThat(failure.traceback())
                .containsExactly(
                        "cell 3, line 4: cannot find symbol",
                        "        int wrong = fine + missing;",
                        "                           ^",
                        "  symbol:   variable missing");
        assertThat(outputs.lines()).containsExactly("DISPLAY echo here");
    }

    @Test
    void a_wrong_type_for_a_magic_points_at_it() {
        assertThat(failure("String s = %echo a;").traceback())
                .startsWith(
                        "cell 3, line 1: incompatible types: org.inversionview.kernel.cell.EchoMagics.Echo cannot be"
                                + " converted to java.lang.String",
                        "    String s = %echo a;",
                        "               ^");
    }

    @Test
    void an_unfinished_cell_says_so() {
        assertThat(failure("while (true) {", "  int a = 1;").value())
                .isEqualTo("cell 3, line 2: reached end of file while parsing");
        assertThat(failure("int a = 1;", "/* open").value())
                .isEqualTo("cell 3, line 2: the cell ends within this comment");
    }

    @Test
    void a_misspelled_type_is_an_error_and_not_a_promise() throws CellFailure {
        assertThat(failure("Misspelled m = null;").value()).isEqualTo("cell 3, line 1: cannot find symbol");
        assertThat(value("class Misspelled {}")).isEmpty();
    }

    @Test
    void a_thrown_exception_shows_the_users_frames_and_causes() throws CellFailure {
        evaluator.evaluate(2, """
                int thrower(int n) {
                    if (n == 0) throw new IllegalStateException("empty", new RuntimeException("why"));
                    return thrower(n - 1);
                }""", outputs);

        CellFailure failure = failure("", "List.of(1).forEach(i ->", "    thrower(i));");

        assertThat(failure.name()).isEqualTo("IllegalStateException");
        assertThat(failure.value()).isEqualTo("empty");
        assertThat(failure.traceback())
                .containsExactly(
                        "java.lang.IllegalStateException: empty",
                        "    at thrower (cell 2, line 2):  "
                                + "if (n == 0) throw new IllegalStateException(\"empty\", new RuntimeException(\"why\"));",
                        "    at thrower (cell 2, line 3):  return thrower(n - 1);",
                        "    at cell 3, line 3:  thrower(i));",
                        "    at cell 3, line 2:  List.of(1).forEach(i ->",
                        "Caused by: java.lang.RuntimeException: why",
                        "    at thrower (cell 2, line 2):  "
                                + "if (n == 0) throw new IllegalStateException(\"empty\", new RuntimeException(\"why\"));",
                        "    at thrower (cell 2, line 3):  return thrower(n - 1);",
                        "    at cell 3, line 3:  thrower(i));",
                        "    at cell 3, line 2:  List.of(1).forEach(i ->");
    }

    @Test
    void names_of_jshells_wrappers_do_not_show() throws CellFailure {
        value("String absent = null;", "class Own extends RuntimeException { Own() { super(\"mine\"); } }");

        assertThat(failure("absent.length()").value())
                .isEqualTo("Cannot invoke \"String.length()\" because \"absent\" is null");
        CellFailure own = failure("throw new Own();");
        assertThat(own.name()).isEqualTo("Own");
        assertThat(own.traceback().get(0)).isEqualTo("Own: mine");
    }

    @Test
    void errors_of_the_jvm_fail_the_cell_only() throws CellFailure {
        value("int deep(int n) { return deep(n + 1) + 1; }");

        CellFailure failure = failure("deep(0)");

        assertThat(failure.name()).isEqualTo("StackOverflowError");
        assertThat(failure.traceback()).hasSize(13);
    }

    @Test
    void the_session_goes_on_after_a_failure() throws CellFailure {
        failure("int before = 1;", "int x = 1 / 0;", "int after = 2;");

        assertThat(value("before")).contains("1");
        assertThat(failure("after").value()).isEqualTo("cell 3, line 1: cannot find symbol");
    }

    @Test
    void a_method_may_use_what_comes_later() throws CellFailure {
        assertThat(value("int early() { return late(); }", "int late() { return 5; }", "early()"))
                .contains("5");
        assertThat(outputs.lines()).isEmpty();

        value("int waiting() { return absentMethod(); }");
        assertThat(String.join("", outputs.lines()))
                .isEqualTo("STDERR waiting cannot be used yet: it needs method absentMethod(), which does not exist\n");
        assertThat(failure("waiting()").value())
                .isEqualTo("waiting cannot be used yet: it needs method absentMethod(), which does not exist");
    }

    @Test
    void a_value_that_cannot_be_shown_fails_the_cell() throws CellFailure {
        value("class Mute { public String toString() { throw new IllegalStateException(\"mute\"); } }");

        assertThat(failure("new Mute()").value()).isEqualTo("mute");
    }

    @Test
    @Timeout(30)
    void an_interrupt_ends_the_cell_and_not_the_session() throws Exception {
        CompletableFuture<CellFailure> running = CompletableFuture.supplyAsync(
                () -> failure("System.out.println(\"begun\");", "Thread.sleep(60_000);", "int unreached = 1;"));
        while (outputs.lines().isEmpty()) {
            Thread.sleep(10);
        }

        evaluator.interrupt();

        assertThat(running.get(10, TimeUnit.SECONDS).traceback()).containsExactly("the cell was interrupted");
        assertThat(value("1 + 1")).contains("2");
        assertThat(failure("unreached").name()).isEqualTo("CompilationException");
    }

    @Test
    @Timeout(30)
    void what_an_interrupted_magic_has_done_is_shown_in_its_cell() throws Exception {
        CompletableFuture<CellFailure> running = CompletableFuture.supplyAsync(() -> failure("%echo partly"));
        while (outputs.lines().isEmpty()) {
            Thread.sleep(10);
        }

        evaluator.interrupt();

        assertThat(running.get(10, TimeUnit.SECONDS).traceback()).containsExactly("the cell was interrupted");
        assertThat(outputs.lines().get(outputs.lines().size() - 1)).contains("echo what is done");
    }

    @Test
    @Timeout(30)
    void an_endless_loop_that_prints_ends_when_interrupted() throws Exception {
        CompletableFuture<CellFailure> running =
                CompletableFuture.supplyAsync(() -> failure("while (true) System.out.println(\"again\");"));
        while (outputs.lines().isEmpty()) {
            Thread.sleep(10);
        }

        evaluator.interrupt();
        running.get(10, TimeUnit.SECONDS);

        outputs = new RecordedOutputs();
        assertThat(value("Thread.sleep(50); 1")).contains("1");
        assertThat(outputs.lines()).isEmpty();
    }

    @Test
    void an_interrupt_of_nothing_does_no_harm_to_the_next_cell() throws CellFailure {
        evaluator.interrupt();

        assertThat(value("6 * 7")).contains("42");
    }
}
