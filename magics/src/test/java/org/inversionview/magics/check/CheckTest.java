package org.inversionview.magics.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What checks let pass, and what they say. */
class CheckTest {

    private static void fails(Runnable check, String message) {
        assertThatThrownBy(check::run).isInstanceOf(CheckFailure.class).hasMessage(message);
    }

    @Test
    void what_is_right_passes_in_silence() {
        assertThatCode(() -> {
                    Check.that("holds", true);
                    Check.that("whole numbers of any type").equal(9, 9L);
                    Check.that("texts").equal("a", "a");
                    Check.that("nothing").equal(null, null);
                    Check.that("near").near(0.5, 0.01, 0.509);
                    Check.that("between").between(1, 2, 2);
                    Check.that("among").among(List.of("a", "b"), "b");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_failure_says_what_was_expected_what_came_and_where_to_look() {
        fails(
                () -> Check.that("the site").hint("%sites").equal("a1.2", "a1.3"),
                "the site: expected \"a1.2\", got \"a1.3\". Look at %sites");
        fails(() -> Check.that("a").equal(1, 1.0), "a: expected 1, got 1.0");
        fails(() -> Check.that("a").near(1, 0.1, Double.NaN), "a: expected 1.0 ± 0.1, got NaN");
        fails(() -> Check.that("a").between(1, 2, 3), "a: expected from 1.0 to 2.0, got 3.0");
        fails(() -> Check.that("a").among(List.of(1), 2), "a: expected one of [1], got 2");
        fails(() -> Check.that("a", false), "a: this does not hold");
    }

    @Test
    void an_answer_that_equals_everything_is_not_believed() {
        Object liar = new Object() {
            @Override
            public boolean equals(Object other) {
                return true;
            }

            @Override
            public int hashCode() {
                return 0;
            }

            @Override
            public String toString() {
                return "liar";
            }
        };

        fails(() -> Check.that("a").equal("b", liar), "a: expected \"b\", got liar");
        fails(() -> Check.that("a").among(List.of("b"), liar), "a: expected one of [b], got liar");
    }

    /** Wilson's 95 % interval of 90 of 100 is 0.826 to 0.945; of 9 of 10, 0.596 to 0.982. */
    @Test
    void a_share_is_compared_by_its_interval() {
        assertThatCode(() -> Check.that("few samples leave it open").share(0.98, 1, 9, 10))
                .doesNotThrowAnyException();
        fails(
                () -> Check.that("many do not").share(0.98, 1, 90, 100),
                "many do not: expected a share from 0.98 to 1.0, got 90 of 100 (0.826 to 0.945)");
        fails(() -> Check.that("none").share(0, 1, 0, 0), "none: expected a share of one sample or more, got 0 of 0");
    }

    @Test
    void parts_count_for_themselves_and_say_what_is_missed() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Credit credit = new Credit(new PrintStream(printed, true, StandardCharsets.UTF_8));

        credit.worth(1, () -> {}).worth(2, () -> Check.that("a").equal(1, 2)).worth(0.5, () -> {
            throw new IllegalStateException("oh");
        });

        assertThat(credit.points()).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "2 of these points missed: a: expected 1, got 2",
                        "0.5 of these points missed: IllegalStateException: oh");
    }

    @Test
    void a_variable_without_a_value_is_named() {
        assertThat(Unanswered.said("Cannot invoke \"Task.name()\" because \"REPL.$JShell$12.mirror\" is null"))
                .contains("mirror is null: answer the task that gives it a value, and run that cell");
        assertThat(Unanswered.said("Cannot invoke \"Training.state()\" because \"training\" is null"))
                .isPresent();
        assertThat(Unanswered.said("Cannot invoke \"A.b()\" because the return value of \"A.c()\" is null"))
                .isEmpty();
        assertThat(Unanswered.said(null)).isEmpty();
    }
}
