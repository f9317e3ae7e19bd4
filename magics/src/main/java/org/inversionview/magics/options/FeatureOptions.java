package org.inversionview.magics.options;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.FeatureRegistry;
import org.inversionview.models.tasks.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which features of inputs are read. */
public final class FeatureOptions {

    @Option(
            names = "feature",
            paramLabel = "NAME",
            completionCandidates = Candidates.FeatureNames.class,
            description =
                    "one feature, opened up by its values, or several with a semicolon between; without it all of the task's and those that Features.add(name, x -> …) added")
    private @Nullable String names;

    /** Returns what was written; null where nothing was. */
    @Nullable
    String written() {
        return names;
    }

    /**
     * Returns the features of a task that are meant.
     *
     * @param known the task's own, and those that were added
     * @throws InvalidRequestException if there is none of a name
     */
    public List<Feature> features(Task task, FeatureRegistry known) {
        List<Feature> all = known.of(task);
        return names == null
                ? all
                : Arrays.stream(names.split(";", -1))
                        .map(name -> named(name.strip(), all))
                        .toList();
    }

    private static Feature named(String name, List<Feature> all) {
        return all.stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "feature",
                        name,
                        "there is none of that name, but %s; one of your own is known after Features.add(name, x -> …)"
                                .formatted(all.stream().map(Feature::name).collect(Collectors.joining("; ")))));
    }
}
