package org.inversionview.models.tasks;

import java.util.List;

/** The tasks that are built in, by name. */
public final class Tasks {

    private static final List<Task> BUILT_IN = List.of(new ThreeDigitAddition());

    private Tasks() {}

    /**
     * Returns the task of that name.
     *
     * @throws IllegalArgumentException if there is none, listing those there are
     */
    public static Task named(String name) {
        return BUILT_IN.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no task '%s': there is %s".formatted(name, String.join(", ", names()))));
    }

    /** Returns the names of the built-in tasks. */
    public static List<String> names() {
        return BUILT_IN.stream().map(Task::name).toList();
    }
}
