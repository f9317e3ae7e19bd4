package org.inversionview.models.tasks;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.inversionview.models.InvalidRequestException;

/**
 * A cell's way to the features of its own session: {@code Features.add("parity", x -> x.digit("F3") % 2)}. From then on it
 * counts wherever a task's own features do. Whose session is meant, {@link Tasks} says.
 */
public final class Features {

    private Features() {}

    /**
     * Adds a feature of inputs; see {@link FeatureRegistry#add(String, Function)}.
     *
     * @throws InvalidRequestException if no condition could have the name in it
     */
    public static void add(String name, Function<NamedInput, ?> value) {
        Tasks.current().features().add(name, value);
    }

    /**
     * Adds a feature of a matched position: {@code Features.add("token before", (x, at) -> x.token(at - 1))}.
     *
     * @throws InvalidRequestException if no condition could have the name in it
     */
    public static void add(String name, BiFunction<NamedInput, Integer, ?> value) {
        Tasks.current().features().add(name, value);
    }

    /** Forgets a feature that was added, and returns whether there was one. */
    public static boolean remove(String name) {
        return Tasks.current().features().remove(name);
    }

    /** Returns the names of a task's features with those that were added. */
    public static List<String> names(Task task) {
        return Tasks.current().features().of(task).stream().map(Feature::name).toList();
    }
}
