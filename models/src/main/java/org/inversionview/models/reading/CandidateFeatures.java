package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;

/**
 * What inputs may share that no one named: tokens at named positions and about the matched one, whether two positions hold the
 * same token, and which tokens occur how often.
 */
final class CandidateFeatures {

    private static final int NEAR = 3; // positions about the matched one
    private static final int MOST_NAMES = 16;
    private static final String YES = "yes";
    private static final String NO = "no";

    private CandidateFeatures() {}

    /**
     * Returns the candidates for one query.
     *
     * @param named features of the task, and those that were added: they come first
     */
    static List<Feature> of(Task task, NamedInput query, List<Feature> named) {
        Map<String, Feature> all = new LinkedHashMap<>();
        named.forEach(feature -> all.put(feature.name(), feature));
        List<Feature> generated = new ArrayList<>();
        List<String> names = task.namedPositions(query.ids()).keySet().stream()
                .limit(MOST_NAMES)
                .toList();
        names.forEach(name -> generated.add(new Feature("token at " + name, false, (x, at) -> x.token(name))));
        generated.addAll(aboutTheMatched());
        generated.addAll(equalities(names));
        query.tokens().subList(1, query.last() + 1).stream()
                .distinct()
                .forEach(token -> generated.addAll(occurrences(token)));
        generated.forEach(feature -> all.putIfAbsent(feature.name(), feature));
        return List.copyOf(all.values());
    }

    private static List<Feature> aboutTheMatched() {
        List<Feature> features = new ArrayList<>();
        features.add(new Feature("matched position", true, (x, at) -> at));
        features.add(new Feature("matched token", true, NamedInput::token));
        for (int step = 1; step <= NEAR; step++) {
            int offset = step;
            features.add(
                    new Feature("token %s before the matched".formatted(step), true, (x, at) -> x.token(at - offset)));
            features.add(
                    new Feature("token %s after the matched".formatted(step), true, (x, at) -> x.token(at + offset)));
        }
        return features;
    }

    private static List<Feature> equalities(List<String> names) {
        List<Feature> features = new ArrayList<>();
        for (int first = 0; first < names.size(); first++) {
            for (int second = first + 1; second < names.size(); second++) {
                String one = names.get(first);
                String other = names.get(second);
                features.add(new Feature(
                        "same token at %s and %s".formatted(one, other),
                        false,
                        (x, at) -> x.token(one).equals(x.token(other)) ? YES : NO));
            }
        }
        return features;
    }

    private static List<Feature> occurrences(String token) {
        return List.of(
                new Feature("%s occurs".formatted(token), false, (x, at) -> x.count(token) > 0 ? YES : NO),
                new Feature("occurrences of %s".formatted(token), false, (x, at) -> x.count(token)));
    }
}
