package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.magics.MagicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellMagicTest {

    @Test
    void the_rest_of_the_cell_keeps_its_lines() {
        assertThat(CellMagic.of("\n%%time\nint i;")).isEqualTo(new CellMagic("\n      \nint i;", true, ""));
        assertThat(CellMagic.of("int i; // %%time")).isEqualTo(new CellMagic("int i; // %%time", false, ""));
    }

    @Test
    void a_query_takes_the_rest_of_the_cell_as_it_is_written() {
        assertThat(CellMagic.of("%%query\n  two  spaces,\n\tand // a tab \"\n"))
                .isEqualTo(new CellMagic("  two  spaces,\n\tand // a tab \"", false, "query"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%timeit\n1", "%%\n1", "%%time 3\n1"})
    void another_cell_magic_is_one_line(String cell) {
        assertThatThrownBy(() -> CellMagic.of(cell))
                .isInstanceOf(MagicException.class)
                .hasMessageMatching(
                        "no cell magic %%(timeit||time 3): there are %%time, %%query and %%loadFromPOM, alone on the cell's first line");
    }

    @Test
    void a_timed_cell_says_how_long_it_took_and_fails_in_its_own_lines() throws CellFailure {
        RecordedOutputs outputs = new RecordedOutputs();
        try (CellEvaluator evaluator = new CellEvaluator(new EchoMagics())) {
            assertThat(evaluator
                            .evaluate(1, "%%time\n%echo a\n40 + 2", outputs)
                            .orElseThrow()
                            .text())
                    .isEqualTo("42");
            assertThat(String.join(" ", outputs.lines())).contains("echo a").containsPattern("took \\d+\\.\\d{3} s");
            assertThatThrownBy(() -> evaluator.evaluate(2, "%%time\nint i = \"\";", outputs))
                    .isInstanceOf(CellFailure.class)
                    .hasMessageStartingWith("cell 2, line 2: incompatible types");
            assertThatThrownBy(() -> evaluator.evaluate(3, "%%tme\n1", outputs))
                    .isInstanceOf(CellFailure.class)
                    .hasMessageStartingWith("no cell magic %%tme");
        }
    }
}
