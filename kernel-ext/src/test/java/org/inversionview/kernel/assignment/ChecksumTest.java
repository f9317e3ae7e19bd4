package org.inversionview.kernel.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That nbgrader knows a cell again: the expected values are Python's hashlib's, by nbgrader's rule. */
class ChecksumTest {

    private static CellMetadata metadata(boolean grade, boolean solution, boolean locked, double points) {
        return new CellMetadata("id-1", grade, solution, locked, false, points);
    }

    @Test
    void a_check_has_its_points_in_it() {
        assertThat(Checksum.of("assert 1 + 1 == 2;\n", "code", metadata(true, false, true, 3)))
                .isEqualTo("34571571f19e4a6c4fbdd88dc0927d3a");
        assertThat(Checksum.of("assert 1 + 1 == 2;\n", "code", metadata(true, false, false, 3)))
                .as("what is graded and no solution is locked")
                .isEqualTo("34571571f19e4a6c4fbdd88dc0927d3a");
        assertThat(Checksum.of("assert 1 + 1 == 2;\n", "code", metadata(true, false, true, 0.5)))
                .isEqualTo("4f23f74f84f66a20e036a6885facae51");
    }

    @Test
    void a_solution_is_never_locked_and_has_no_points() {
        assertThat(Checksum.of("int x = 1;", "code", metadata(false, true, true, 0)))
                .isEqualTo("3aa998617b810fff1cefe7e7c3140b96");
    }

    @Test
    void a_text_is_hashed_as_utf_8() {
        assertThat(Checksum.of("Wie groß ist ε?", "markdown", metadata(true, true, false, 2)))
                .isEqualTo("dc40d39e5931dd1909324a8554429fa7");
        assertThat(Checksum.of("Wie groß ist ε?", "markdown", metadata(false, false, true, 0)))
                .isEqualTo("85d377ae4e4b70055a9ef42a5aedcefe");
    }
}
