package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.inversionview.models.InvalidRequestException;

/** The features that one session has added to those of its tasks. For any number of threads. */
public final class FeatureRegistry {

    private static final int LONGEST_NAME = 60;
    private static final Pattern OF_CONDITIONS = Pattern.compile("[=<>!≠≤≥&\\p{Cntrl}]");

    private final Map<String, Feature> added = new LinkedHashMap<>();

    /**
     * Adds a feature of inputs, in place of an earlier one of that name, a task's too.
     *
     * @param value of a well-formed input: anything that has equals and a text
     * @throws InvalidRequestException if no condition could have the name in it
     */
    public void add(String name, Function<NamedInput, ?> value) {
        add(name, false, (input, position) -> value.apply(input));
    }

    /**
     * Adds a feature of a position, which is the sample's matched position or the query's own.
     *
     * @param value of a well-formed input and a position of it, 0 = BOS
     * @throws InvalidRequestException as above
     */
    public void add(String name, BiFunction<NamedInput, Integer, ?> value) {
        add(name, true, value);
    }

    private void add(String name, boolean ofPosition, BiFunction<NamedInput, Integer, ?> value) {
        if (name.isBlank()
                || name.length() > LONGEST_NAME
                || OF_CONDITIONS.matcher(name).find()) {
            throw new InvalidRequestException(
                    "feature name",
                    name,
                    "it has 1 to %s characters, none of them = < > ! &, which compare and join in conditions"
                            .formatted(LONGEST_NAME));
        }
        Feature feature =
                new Feature(name.strip(), ofPosition, (input, position) -> checked(name, value, input, position));
        synchronized (added) {
            added.put(feature.name(), feature);
        }
    }

    private static Object checked(
            String name, BiFunction<NamedInput, Integer, ?> value, NamedInput input, int position) {
        Object found;
        try {
            found = value.apply(input, position);
        } catch (RuntimeException e) {
            throw new InvalidRequestException("feature", name, "of %s it throws %s".formatted(input, e), e);
        }
        if (found == null) {
            throw new InvalidRequestException("feature", name, "of %s it is null, and needs a value".formatted(input));
        }
        return found;
    }

    /** Forgets a feature that was added, and returns whether there was one. */
    public boolean remove(String name) {
        synchronized (added) {
            return added.remove(name) != null;
        }
    }

    /** Returns a task's own features, then those that were added. */
    public List<Feature> of(Task task) {
        synchronized (added) {
            List<Feature> all = new ArrayList<>(task.features().stream()
                    .filter(feature -> !added.containsKey(feature.name()))
                    .toList());
            all.addAll(added.values());
            return List.copyOf(all);
        }
    }
}
