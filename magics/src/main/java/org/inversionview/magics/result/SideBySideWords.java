package org.inversionview.magics.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.reading.Comparison;
import org.inversionview.models.reading.Comparison.Shared;
import org.inversionview.models.reading.Explanation;

/**
 * What a comparison says of itself in sentences.
 *
 * @param label what tells one preimage from the others
 */
record SideBySideWords(Comparison data, IntFunction<String> label) {

    /** Says of each preimage what it is, in short. */
    List<String> readings() {
        return IntStream.range(0, data.read().size())
                .mapToObj(i ->
                        "%s – %s".formatted(label.apply(i), reading(data.read().get(i))))
                .toList();
    }

    private static String reading(Explanation one) {
        String members = "%s members".formatted(Numbers.count(one.inside()));
        return one.description().statements().isEmpty()
                ? members + "; nothing that nearly all of them share beyond chance."
                : "%s: %s."
                        .formatted(
                                members,
                                ReadingWords.conjunction(one.description().statements()));
    }

    /** Says what all of them hold. */
    String held() {
        String features = data.features().stream()
                .filter(feature -> !feature.differs() && feature.isHeld(0))
                .map(Shared::feature)
                .collect(Collectors.joining("; "));
        return features.isEmpty() ? "" : "All hold: %s.".formatted(features);
    }

    /** Says what only some of them hold. */
    List<String> differing() {
        return data.features().stream()
                .filter(Shared::differs)
                .map(feature -> "They differ in %s: held by %s, not by %s."
                        .formatted(feature.feature(), labels(feature, true), labels(feature, false)))
                .toList();
    }

    private String labels(Shared feature, boolean held) {
        return IntStream.range(0, data.read().size())
                .filter(i -> feature.isHeld(i) == held)
                .mapToObj(label)
                .collect(Collectors.joining(", "));
    }

    /** Says where the preimages come from: a line a model. */
    List<String> origins() {
        Map<Provenance, Explanation> first = new LinkedHashMap<>();
        data.read().forEach(one -> first.putIfAbsent(one.provenance(), one));
        return first.values().stream()
                .map(one -> new ReadingWords(one).origin(data.seconds()))
                .toList();
    }
}
