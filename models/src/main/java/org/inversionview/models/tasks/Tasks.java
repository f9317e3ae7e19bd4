package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The tasks known by name: those that jars on the class path declare as services, the built-in ones among them, and those
 * that were registered.
 */
public final class Tasks {

    private static final int TRIED = 100;
    private static final Map<String, Task> KNOWN = declared();

    private Tasks() {}

    private static Map<String, Task> declared() {
        Map<String, Task> tasks = new LinkedHashMap<>();
        ServiceLoader.load(Task.class, Task.class.getClassLoader()).forEach(task -> tasks.put(task.name(), task));
        return tasks;
    }

    /**
     * Makes a task known by its name, in place of an earlier one of that name, and returns it.
     *
     * @throws IllegalArgumentException if it breaks what {@link Task} promises, saying how: a few inputs are drawn from it
     */
    public static Task register(Task task) {
        check(task);
        synchronized (KNOWN) {
            KNOWN.put(task.name(), task);
        }
        return task;
    }

    private static void check(Task task) {
        if (!task.name().matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "task name '%s': letters, digits and hyphens only".formatted(task.name()));
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
            throw new IllegalArgumentException(
                    "task %s drew the input %s: an input begins with BOS (%s) and ends with EOS (%s)"
                            .formatted(
                                    task.name(),
                                    text,
                                    task.vocabulary().token(bos),
                                    task.vocabulary().token(eos)));
        }
        if (input.length > task.maxLength()) {
            throw new IllegalArgumentException("task %s drew the input %s of %d tokens: its maxLength() is %d"
                    .formatted(task.name(), text, input.length, task.maxLength()));
        }
        if (!task.isWellFormed(input)) {
            throw new IllegalArgumentException(
                    "task %s drew the input %s, but its isWellFormed() says no to it".formatted(task.name(), text));
        }
        if (task.answerStart(input) < 0 || task.answerStart(input) > input.length - 2) {
            throw new IllegalArgumentException("task %s: answerStart() of %s is %d, it must lie in 0 to %d"
                    .formatted(task.name(), text, task.answerStart(input), input.length - 2));
        }
        if (task.probedPositions(input).length == 0) {
            throw new IllegalArgumentException(
                    "task %s: probedPositions() of %s is empty".formatted(task.name(), text));
        }
    }

    /**
     * Returns the task of that name.
     *
     * @throws IllegalArgumentException if there is none, listing those there are and saying how to add one
     */
    public static Task named(String name) {
        synchronized (KNOWN) {
            Task task = KNOWN.get(name);
            if (task == null) {
                throw new IllegalArgumentException(
                        "no task '%s': there is %s; a task of your own is known after Tasks.register(task)"
                                .formatted(name, String.join(", ", KNOWN.keySet())));
            }
            return task;
        }
    }

    /** Returns the names of all known tasks. */
    public static List<String> names() {
        synchronized (KNOWN) {
            return new ArrayList<>(KNOWN.keySet());
        }
    }
}
