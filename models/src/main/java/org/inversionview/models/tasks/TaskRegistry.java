package org.inversionview.models.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that one session knows by name: those that jars on the class path declare as services, the built-in ones among
 * them, and those that were registered. For any number of threads.
 */
public final class TaskRegistry {

    private static final int TRIED = 100;

    private final Map<String, Task> known = new LinkedHashMap<>();
    private final FeatureRegistry features = new FeatureRegistry();

    /** Knows the declared tasks. */
    public TaskRegistry() {
        ServiceLoader.load(Task.class, Task.class.getClassLoader()).forEach(task -> known.put(task.name(), task));
    }

    /**
     * Makes a task known by its name, in place of an earlier one of that name, and returns it.
     *
     * @throws InvalidRequestException if it breaks what {@link Task} promises, saying how: a few inputs are drawn from it
     */
    public Task register(@Nullable Task task) {
        if (task == null) {
            throw new InvalidRequestException("task", "null", "a Task is needed, such as new TextTask(…)");
        }
        check(task);
        synchronized (known) {
            known.put(task.name(), task);
        }
        return task;
    }

    /**
     * Returns the task of that name.
     *
     * @throws InvalidRequestException if there is none, listing those there are
     */
    public Task named(String name) {
        synchronized (known) {
            Task task = known.get(name);
            if (task == null) {
                throw new InvalidRequestException(
                        "task", OneLine.brief(name), "there is none of that name, but " + listed());
            }
            return task;
        }
    }

    /** Returns the first task that reads any text of a vocabulary of which a model knows so many tokens, if there is one. */
    public Optional<Task> readerOfAnyText(int tokens) {
        synchronized (known) {
            return known.values().stream()
                    .filter(task -> task.readsAnyText() && task.vocabulary().known() == tokens)
                    .findFirst();
        }
    }

    /** Returns the features that this session has added to its tasks' own. */
    public FeatureRegistry features() {
        return features;
    }

    /** Returns the names of all known tasks. */
    public List<String> names() {
        synchronized (known) {
            return List.copyOf(known.keySet());
        }
    }

    /** Returns the names in a sentence, and how one more is added. */
    public String listed() {
        return "%s; a task of your own is known after Tasks.register(task)".formatted(String.join(", ", names()));
    }

    private static void check(Task task) {
        if (!task.name().matches("[A-Za-z0-9-]+")) {
            throw new InvalidRequestException("task name", task.name(), "letters, digits and hyphens only");
        }
        RandomGenerator random = new SplittableRandom(0);
        for (int i = 0; i < TRIED; i++) {
            check(task, task.sample(random));
        }
    }

    private static void check(Task task, int[] input) {
        String text = task.vocabulary().decode(input);
        int bos = task.vocabulary().bos();
        int eos = task.vocabulary().eos();
        if (input.length < 3 || input[0] != bos || input[input.length - 1] != eos) {
            throw broken(
                    task,
                    "it drew the input %s, and an input begins with BOS (%s) and ends with EOS (%s)"
                            .formatted(
                                    text,
                                    task.vocabulary().token(bos),
                                    task.vocabulary().token(eos)));
        }
        if (input.length > task.maxLength()) {
            throw broken(
                    task,
                    "it drew the input %s of %s tokens, and its maxLength() is %s"
                            .formatted(text, input.length, task.maxLength()));
        }
        if (!task.isWellFormed(input)) {
            throw broken(task, "it drew the input %s, but its isWellFormed() says no to it".formatted(text));
        }
        if (task.answerStart(input) < 0 || task.answerStart(input) > input.length - 2) {
            throw broken(
                    task,
                    "answerStart() of %s is %s, it must lie in 0 to %s"
                            .formatted(text, task.answerStart(input), input.length - 2));
        }
        if (task.probedPositions(input).length == 0) {
            throw broken(task, "probedPositions() of %s is empty".formatted(text));
        }
    }

    private static InvalidRequestException broken(Task task, String how) {
        return new InvalidRequestException("task", task.name(), how);
    }
}
