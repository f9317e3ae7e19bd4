package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.session.Session;
import org.inversionview.models.tasks.Tasks;
import org.inversionview.models.tasks.TextTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two notebooks in one JVM: each knows the tasks that it registered, and no others. */
class TasksOfSessionsTest {

    private final Session first = new Session();
    private final Session second = new Session();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static TextTask task(String name) {
        return new TextTask(name, "ab", '>', 1, random -> random.nextBoolean() ? "a" : "b", prompt -> prompt);
    }

    @Test
    void a_registered_task_is_completed_and_trained_in_its_own_session_alone() {
        try (Tasks.Scope cell = Tasks.within(first.tasks())) {
            Tasks.register(task("copy"));
        }
        Magics own = new Magics(first);
        Magics other = new Magics(second);
        assertThat(own.complete("train", "task=c").texts()).containsExactly("counting", "copy");
        assertThat(other.complete("train", "task=c").texts()).containsExactly("counting");
        assertThatThrownBy(() -> own.run("train", "probed task=copy steps=0"))
                .hasMessageContaining("steps"); // the task is known
        assertThatThrownBy(() -> other.run("train", "probed task=copy steps=0"))
                .isInstanceOf(MagicException.class)
                .hasMessageContaining(
                        "task=copy: there is none of that name, but addition, counting, ioi, ioi-gpt2, ioi-subjects, facts;");
    }

    @Test
    void what_runs_in_a_magic_means_the_tasks_of_its_session(@TempDir Path folder) {
        first.tasks().register(task("copy"));
        String[] seen = {""};
        first.tasks().register(new TextTask("asking", "ab", '>', 1, random -> "a", prompt -> {
            seen[0] = String.join(" ", Tasks.names());
            return prompt;
        }));
        assertThatThrownBy(() -> new Magics(first).run("train", "probed task=asking steps=1 out=" + folder))
                .hasMessageContaining("task=asking"); // all its inputs are the same: none can be held out
        assertThat(seen[0]).contains("copy");
    }
}
