package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InterpolationTest {

    private static String java(String arguments) {
        return Interpolation.of(arguments).java().replace("org.inversionview.kernel.cell.MagicCalls.text", "text");
    }

    @Test
    void what_stands_in_braces_is_java() {
        assertThat(java("layer=1 head={h} pos=A1")).isEqualTo("\"layer=1 head=\" + text(h) + \" pos=A1\"");
        assertThat(java("x={map.get(\"}\") + new int[] {1, 2}.length}"))
                .isEqualTo("\"x=\" + text(map.get(\"}\") + new int[] {1, 2}.length) + \"\"");
        assertThat(Interpolation.of("head={h} n={2 * k}").known()).isEqualTo("head=_ n=_");
    }

    @Test
    void doubled_open_and_commented_braces_are_braces() {
        assertThat(java("{{a}} { b {} // {c}")).isEqualTo("\"{a} { b {} // {c}\"");
    }

    @Test
    void a_cell_s_variables_reach_its_magics_in_loops_and_lambdas_too() throws CellFailure {
        RecordedOutputs outputs = new RecordedOutputs();
        try (CellEvaluator evaluator = new CellEvaluator(new EchoMagics())) {
            evaluator.evaluate(
                    1,
                    "String q = \"two  words\";\nfor (int h = 0; h < 2; h++) { \n%echo head={h} {q.length()}\n}\njava.util.stream.Stream.of(7).forEach(k -> {\n%echo k={k}\n});",
                    outputs);
            assertThat(String.join("|", outputs.lines()).replaceAll("[\\u0002\\u0003]", ""))
                    .contains("echo head=0 10", "echo head=1 10", "echo k=7");
            assertThatThrownBy(() -> evaluator.evaluate(2, "%echo {nosuch}", outputs))
                    .isInstanceOf(CellFailure.class)
                    .hasMessageContaining("cannot find symbol");
        }
    }
}
