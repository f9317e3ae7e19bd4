package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.models.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {

    private final TaskRegistry tasks = new TaskRegistry();
    private final Task addition = new ThreeDigitAddition();
    private final int[] sum = addition.parse("615+861");

    private Feature feature(String name) {
        return tasks.features().of(addition).stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_a_cell_adds_counts_in_its_session_as_a_task_s_own_does() {
        try (Tasks.Scope own = Tasks.within(tasks)) {
            Features.add("parity", x -> x.digit("F3") % 2);
            Features.add("before", (x, at) -> x.token(at - 1));
            assertThat(Features.names(addition)).startsWith("F1", "S1").endsWith("parity", "before");
        }
        NamedInput input = new NamedInput(addition, sum);
        assertThat(feature("parity").of(input)).isEqualTo(1);
        assertThat(feature("before").of(input, 5)).isEqualTo("+");
        assertThat(new TaskRegistry().features().of(addition)).hasSameSizeAs(addition.features());
    }

    @Test
    void a_condition_may_be_about_what_was_added() {
        tasks.features().add("odd", x -> x.digit("F3") % 2 == 1);
        tasks.features().add("before", (x, at) -> x.token(at - 1));
        assertThat(Condition.parse(addition, tasks.features().of(addition), "odd=true & F1+S1>9")
                        .test(sum))
                .isTrue();
        assertThat(Condition.parse(addition, tasks.features().of(addition), "odd=false")
                        .test(sum))
                .isFalse();
        assertThatThrownBy(() -> Condition.parse(addition, tasks.features().of(addition), "before=1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("condition before=1: inputs of addition have no 'before'");
    }

    @Test
    void a_later_one_takes_the_place_of_an_earlier_and_of_the_task_s() {
        tasks.features().add("F1", x -> "mine");
        tasks.features().add("F1", x -> "mine again");
        assertThat(tasks.features().of(addition)).hasSameSizeAs(addition.features());
        assertThat(feature("F1").of(new NamedInput(addition, sum))).isEqualTo("mine again");
        assertThat(tasks.features().remove("F1")).isTrue();
        assertThat(tasks.features().remove("F1")).isFalse();
        assertThat(feature("F1").of(new NamedInput(addition, sum))).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a=b", "a&b", "F1>9", "a\nb"})
    void refuses_names_that_no_condition_could_have(String name) {
        assertThatThrownBy(() -> tasks.features().add(name, x -> 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("it has 1 to 60 characters, none of them");
    }

    @Test
    void says_of_which_input_a_feature_fails() {
        tasks.features().add("broken", x -> x.text().charAt(99));
        tasks.features().add("nothing", x -> null);
        assertThatThrownBy(() -> feature("broken").of(new NamedInput(addition, sum)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("feature broken: of B615+861=1476E it throws java.lang.StringIndexOutOf");
        assertThatThrownBy(() -> feature("nothing").of(new NamedInput(addition, sum)))
                .hasMessage("feature nothing: of B615+861=1476E it is null, and needs a value");
    }

    @Test
    void an_input_is_read_by_the_names_of_its_positions() {
        NamedInput input = new NamedInput(addition, addition.parse("615+861"));
        assertThat(input.text()).isEqualTo("615+861=1476");
        assertThat(input.token("A4")).isEqualTo("6");
        assertThat(input.digit("+")).isEqualTo(-1);
        assertThat(input.position("S1")).isEqualTo(5);
        assertThat(input.token("Q9")).isEmpty();
        assertThat(input.token(13)).as("EOS").isEmpty();
        assertThat(input.count("1")).isEqualTo(3);
        assertThat(input.tokens()).startsWith("B", "6").endsWith("6", "E");
    }
}
