package org.inversionview.models.causal;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.Task;

/** How a contrast input is made from an original one. */
@FunctionalInterface
public interface Contrast {

    /** Returns an input to take activations from, or nothing where this draw led to none. */
    Optional<int[]> of(int[] original, RandomGenerator random);

    /**
     * Returns contrasts with other tokens at the named positions, all else as it was and the answer completed.
     *
     * @throws InvalidRequestException if no position is named, or one twice
     */
    static Contrast changing(Task task, List<String> names) {
        if (names.isEmpty()) {
            throw new InvalidRequestException(
                    "changed positions",
                    "",
                    "name those before the answer that differ in the contrast inputs, or take inputs drawn anew");
        }
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new InvalidRequestException("changed position", name, "it stands there twice: keep one");
            }
        }
        List<String> kept = List.copyOf(names);
        return (original, random) -> task.change(original, kept, random);
    }

    /** Returns contrasts that differ as little as the task allows; see {@link Task#flip}. */
    static Contrast flipping(Task task) {
        return task::flip;
    }

    /** Returns contrasts that are inputs of their own, drawn from the task. */
    static Contrast random(Task task) {
        return (original, random) -> Optional.of(task.sample(random));
    }
}
