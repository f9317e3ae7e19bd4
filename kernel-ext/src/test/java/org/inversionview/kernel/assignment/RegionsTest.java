package org.inversionview.kernel.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.kernel.UserMistake;
import org.junit.jupiter.api.Test;

class RegionsTest {

    private static final String SOURCE = """
            int f(int x) {
                // BEGIN SOLUTION
                return x;
                // END SOLUTION
            }
            f(1)""";

    @Test
    void a_region_is_replaced_at_its_indentation() {
        assertThat(Regions.SOLUTION.replaced("f", SOURCE, "// yours\nreturn 0;"))
                .isEqualTo("""
                int f(int x) {
                    // yours
                    return 0;
                }
                f(1)""");
        assertThat(Regions.HIDDEN_TESTS.replaced("f", SOURCE, "")).isEqualTo(SOURCE);
    }

    @Test
    void nbgraders_own_marks_are_read_too() {
        assertThat(Regions.HIDDEN_TESTS.replaced("f", "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc", ""))
                .isEqualTo("a\nc");
    }

    @Test
    void a_part_keeps_the_numbers_of_its_lines() {
        assertThat(Regions.SOLUTION.parts("f", SOURCE).get(1).inPlace()).isEqualTo("\n\n    return x;");
        assertThat(Regions.SOLUTION.parts("f", SOURCE).get(2).inPlace()).isEqualTo("\n\n\n\n}\nf(1)");
    }

    @Test
    void regions_that_do_not_pair_are_refused() {
        for (String source : new String[] {
            "// BEGIN SOLUTION", "// END SOLUTION", "// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION"
        }) {
            assertThatThrownBy(() -> Regions.SOLUTION.parts("f", source))
                    .isInstanceOf(UserMistake.class)
                    .hasMessageContaining("cell f, line ")
                    .hasMessageContaining("must take turns");
        }
    }
}
