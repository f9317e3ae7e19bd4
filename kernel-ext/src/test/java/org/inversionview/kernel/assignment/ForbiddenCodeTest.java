package org.inversionview.kernel.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which code is never run for points, and that ordinary code is. */
class ForbiddenCodeTest {

    private final Session session = new Session();
    private final CellEvaluator evaluator =
            new CellEvaluator(new Magics(session), new TaskRegistry(), new ForbiddenCode());

    @AfterEach
    void close() {
        evaluator.close();
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object.class.getDeclaredMethods()[0].setAccessible(true);",
                "var m = String.class.getMethods()[0]; m.invoke(\"\");",
                "java.lang.invoke.MethodHandles.lookup();",
                "new ProcessBuilder(\"true\").start();",
                "Runtime.getRuntime().exec(\"true\");",
                "Runtime.getRuntime().addShutdownHook(new Thread());",
                "ProcessHandle.current().destroy();",
                "System.load(\"/x\");",
                "Thread.currentThread().getContextClassLoader().loadClass(\"x\");",
                "class Own extends ClassLoader {}\nnew Own();",
                "new java.net.URLClassLoader(new java.net.URL[0]);",
                "java.lang.management.ManagementFactory.getRuntimeMXBean();",
                "Supplier<Process> s = () -> { try { return new ProcessBuilder(\"true\").start(); } catch (Exception e) { return null; } }; s.get();",
                "Function<Object, Object[]> f = x -> x.getClass().getDeclaredFields(); ((java.lang.reflect.Field) f.apply(1)[0]).setAccessible(true);",
                "org.inversionview.kernel.assignment.SubmissionMain.main(new String[0]);",
                "new com.fasterxml.jackson.databind.ObjectMapper();",
                "org.apache.commons.lang3.reflect.FieldUtils.getAllFields(Object.class);",
                "javax.xml.transform.TransformerFactory.newInstance();",
                "new FileOutputStream(FileDescriptor.out);"
            })
    void what_reaches_for_the_grading_is_refused_before_it_runs(String code) {
        assertThatThrownBy(() -> evaluator.evaluate(1, "int before = 1;\n" + code, CellOutputs.NONE))
                .isInstanceOf(CellFailure.class)
                .hasMessageStartingWith("cell 1: an assignment's cells may not use ");
    }

    @Test
    void what_was_refused_cannot_be_called_later() throws CellFailure {
        String method = "void run() throws Exception { new ProcessBuilder(\"true\").start(); }";
        assertThatThrownBy(() -> evaluator.evaluate(1, method, CellOutputs.NONE))
                .hasMessageContaining("may not use");
        assertThatThrownBy(() -> evaluator.evaluate(2, "run();", CellOutputs.NONE))
                .isInstanceOf(CellFailure.class);
        assertThat(evaluator
                        .evaluate(3, "6 * 7", CellOutputs.NONE)
                        .orElseThrow()
                        .text())
                .isEqualTo("42");
    }

    @Test
    void ordinary_code_is_not() throws CellFailure {
        String code = """
                record Point(int x, int y) {}
                enum Kind { A, B }
                interface Shape { default String name() { return "shape " + Kind.A; } }
                Map<String, List<Point>> byName = Stream.of(new Point(1, 2)).collect(Collectors.groupingBy(Point::toString));
                int[][] table = new int[3][4];
                String s = switch (Kind.valueOf("B")) { case A -> "a"; case B -> "b" + byName; };
                ExecutorService two = Executors.newFixedThreadPool(2);
                int sum = two.submit(() -> 40 + 2).get();
                two.shutdown();
                display(s);
                %models
                sum""";
        assertThat(evaluator.evaluate(1, code, CellOutputs.NONE).orElseThrow().text())
                .isEqualTo("42");
    }

    @Test
    void no_library_is_brought() {
        assertThatThrownBy(() -> evaluator.evaluate(1, "%classpath .", CellOutputs.NONE))
                .hasMessageContaining("these cells bring no libraries");
    }
}
