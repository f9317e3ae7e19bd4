package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.Test;

class TaskRegistryTest {

    private final TaskRegistry tasks = new TaskRegistry();

    private static TextTask copy(String name) {
        return new TextTask(name, "ab", '>', 1, random -> random.nextBoolean() ? "a" : "b", prompt -> prompt);
    }

    @Test
    void knows_the_declared_tasks_and_those_registered() {
        Task task = tasks.register(copy("copy"));
        assertThat(tasks.named("copy")).isSameAs(task);
        assertThat(tasks.named("addition")).isInstanceOf(ThreeDigitAddition.class);
        assertThat(tasks.names())
                .containsExactly("addition", "counting", "ioi", "ioi-gpt2", "ioi-subjects", "facts", "copy");
    }

    @Test
    void says_which_there_are() {
        assertThatThrownBy(() -> tasks.named("sums"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "task sums: there is none of that name, but addition, counting, ioi, ioi-gpt2, ioi-subjects, facts;"
                                + " a task of your own is known after Tasks.register(task)");
    }

    @Test
    void nothing_is_no_task() {
        assertThatThrownBy(() -> tasks.register(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("task null: a Task is needed, such as new TextTask(…)");
    }

    @Test
    void registries_do_not_see_each_other() {
        tasks.register(copy("copy"));
        assertThat(new TaskRegistry().names()).doesNotContain("copy");
    }

    @Test
    void finds_what_reads_any_text_by_how_many_tokens_a_model_knows() {
        assertThat(tasks.readerOfAnyText(BytePairs.gpt2().known()).map(Task::name))
                .contains("ioi-gpt2");
        assertThat(tasks.readerOfAnyText(15)).isEmpty(); // addition has 15, and reads sums only
    }

    @Test
    void a_task_that_contradicts_itself_is_refused_with_the_input_that_shows_it() {
        assertThatThrownBy(() -> tasks.register(copy("two words")))
                .hasMessage("task name two words: letters, digits and hyphens only");
        assertThatThrownBy(() -> tasks.register(new Drawing("B>a", 9)))
                .hasMessage("task bare: it drew the input B>a, and an input begins with BOS (B) and ends with EOS (E)");
        assertThatThrownBy(() -> tasks.register(new Drawing("B>aE", 3)))
                .hasMessage("task bare: it drew the input B>aE of 4 tokens, and its maxLength() is 3");
        assertThat(tasks.names()).doesNotContain("two words", "bare");
    }

    /** A task that draws one input. */
    private record Drawing(String input, int maxLength) implements Task {

        @Override
        public String name() {
            return "bare";
        }

        @Override
        public Vocabulary vocabulary() {
            return Vocabulary.ofCharacters("a>BEP", 'B', 'E', 'P');
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return vocabulary().encode(input);
        }
    }

    @Test
    void a_cell_means_the_tasks_of_the_innermost_scope_and_its_threads_do_too() throws InterruptedException {
        TaskRegistry other = new TaskRegistry();
        List<String> seen = new ArrayList<>();
        try (Tasks.Scope outer = Tasks.within(tasks)) {
            try (Tasks.Scope inner = Tasks.within(other)) {
                Tasks.register(copy("inner"));
            }
            Tasks.register(copy("outer"));
            Thread started = new Thread(() -> seen.addAll(Tasks.names()));
            started.start();
            started.join();
            assertThat(Tasks.named("outer")).isSameAs(tasks.named("outer"));
        }
        assertThat(seen).contains("outer").doesNotContain("inner");
        assertThat(other.names()).contains("inner").doesNotContain("outer");
        assertThat(Tasks.names()).doesNotContain("inner", "outer");
    }

    @Test
    void outside_of_every_scope_there_is_one_registry_for_the_process() {
        assertThat(Tasks.current()).isSameAs(Tasks.current());
        assertThat(Tasks.named("addition")).isInstanceOf(ThreeDigitAddition.class);
    }
}
