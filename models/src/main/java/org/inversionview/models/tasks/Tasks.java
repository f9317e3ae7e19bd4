package org.inversionview.models.tasks;

import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A cell's way to the tasks of its own session: {@code Tasks.register(task)}.
 *
 * <p>A cell's code reaches only what is static, and several sessions may run in one JVM. So whoever runs a session's code
 * says {@linkplain #within whose tasks} it means; threads that the code starts inherit that. Outside of every such scope, as
 * in a kernel of others, whose process is one session, there is one registry for the whole process.
 *
 * <p>The engine itself never asks here: it is given a {@link TaskRegistry} or a {@link Task}.
 */
public final class Tasks {

    private static final TaskRegistry OF_THE_PROCESS = new TaskRegistry();

    private static final InheritableThreadLocal<TaskRegistry> CURRENT = new InheritableThreadLocal<>() {
        @Override
        protected TaskRegistry initialValue() {
            return OF_THE_PROCESS;
        }
    };

    private Tasks() {}

    /** A stretch of one thread's work that means the tasks of one session; to be closed by that thread. */
    public static final class Scope implements AutoCloseable {

        private final TaskRegistry before = CURRENT.get();

        private Scope(TaskRegistry tasks) {
            CURRENT.set(tasks);
        }

        @Override
        public void close() {
            CURRENT.set(before);
        }
    }

    /** Opens a scope: until it is closed, this thread, and those that it starts, mean these tasks. */
    public static Scope within(TaskRegistry tasks) {
        return new Scope(tasks);
    }

    /** Returns the tasks that the running code means. */
    public static TaskRegistry current() {
        return CURRENT.get();
    }

    /**
     * Makes a task known by its name in this session; see {@link TaskRegistry#register}.
     *
     * @throws InvalidRequestException if it breaks what {@link Task} promises
     */
    public static Task register(@Nullable Task task) {
        return current().register(task);
    }

    /**
     * Returns this session's task of that name.
     *
     * @throws InvalidRequestException if there is none
     */
    public static Task named(String name) {
        return current().named(name);
    }

    /** Returns the names of this session's tasks. */
    public static List<String> names() {
        return current().names();
    }
}
