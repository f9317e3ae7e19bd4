package org.inversionview.magics.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares two results as trees of JSON: whole numbers and texts must be the same, other numbers to rounding. */
public final class TreeComparison {

    /** How long it took. */
    private static final String TIME = "seconds";

    private static final String ORIGIN = "provenance";
    private static final String LINES = "asked";
    private static final String SETTINGS = "settings";
    private static final String NAME = "text";
    private static final int MOST_KEPT = 100;
    private static final int LONGEST = 60;

    private final Rounding rounding;
    private final Set<Difference> reasons = new LinkedHashSet<>();
    private final List<Difference> values = new ArrayList<>();
    private Optional<Drift.Largest> largest = Optional.empty();
    private int numbers;
    private int differing;
    private int beyond;

    private TreeComparison(Rounding rounding) {
        this.rounding = rounding;
    }

    /** Returns what is different between two trees. */
    public static Drift of(JsonNode recorded, JsonNode now, Rounding rounding) {
        TreeComparison comparison = new TreeComparison(rounding);
        comparison.compare("", recorded, now);
        return new Drift(
                comparison.numbers,
                comparison.differing,
                comparison.beyond,
                comparison.largest,
                List.copyOf(comparison.reasons),
                comparison.values);
    }

    private void compare(String path, JsonNode recorded, JsonNode now) {
        if (recorded.isNumber() && now.isNumber()) {
            compareNumbers(path, recorded, now);
        } else if (recorded.isObject() && now.isObject()) {
            for (String name : names(recorded, now)) {
                compareField(path.isEmpty() ? name : path + "." + name, name, recorded.path(name), now.path(name));
            }
        } else if (recorded.isArray() && now.isArray()) {
            compareArrays(path, recorded, now);
        } else if (!recorded.equals(now)) {
            differ(Difference.ofValues(path, brief(recorded), brief(now)));
        }
    }

    private void compareField(String path, String name, JsonNode recorded, JsonNode now) {
        switch (name) {
            case ORIGIN -> collectReasons("", recorded, now);
            case SETTINGS -> {
                collectReasons("option", recorded, now);
                compare(path, recorded, now);
            }
            case TIME -> {}
            default -> compare(path, recorded, now);
        }
    }

    /** Finds what was different before anything was computed. */
    private void collectReasons(String path, JsonNode recorded, JsonNode now) {
        if (!recorded.isObject() || !now.isObject()) {
            if (!isSame(recorded, now)) {
                reasons.add(Difference.ofValues(path, brief(recorded), brief(now)));
            }
            return;
        }
        for (String name : names(recorded, now)) {
            if (!name.equals(LINES)) {
                collectReasons("%s %s".formatted(path, name).strip(), recorded.path(name), now.path(name));
            }
        }
    }

    /** Numbers are the same whatever their type. */
    private static boolean isSame(JsonNode recorded, JsonNode now) {
        return recorded.isNumber() && now.isNumber()
                ? recorded.doubleValue() == now.doubleValue()
                : recorded.equals(now);
    }

    private void compareArrays(String path, JsonNode recorded, JsonNode now) {
        if (recorded.size() != now.size()) {
            differ(Difference.ofValues(path, recorded.size() + " entries", now.size() + " entries"));
            return;
        }
        Map<String, Integer> places = places(now);
        boolean sameMembers =
                places.size() == now.size() && places(recorded).keySet().equals(places.keySet());
        for (int i = 0; i < recorded.size(); i++) {
            int place = sameMembers ? places.get(recorded.get(i).path(NAME).asText()) : i;
            compare("%s[%s]".formatted(path, i), recorded.get(i), now.get(place));
        }
    }

    /** Returns where each input stands in a list of them, whose order rounding may change; nothing of other lists. */
    private static Map<String, Integer> places(JsonNode list) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(NAME).isTextual()) {
                places.put(list.get(i).path(NAME).asText(), i);
            }
        }
        return places;
    }

    private void compareNumbers(String path, JsonNode recorded, JsonNode now) {
        numbers++;
        double one = recorded.doubleValue();
        double other = now.doubleValue();
        if (one == other) {
            return;
        }
        differing++;
        Difference difference = Difference.ofNumbers(path, recorded.numberValue(), now.numberValue());
        largest = Optional.of(
                largest.map(so -> so.with(difference)).orElseGet(() -> new Drift.Largest(difference, difference)));
        boolean counts = recorded.isIntegralNumber() && now.isIntegralNumber();
        if (counts || !rounding.covers(one, other)) {
            differ(difference);
        }
    }

    private void differ(Difference difference) {
        beyond++;
        if (values.size() < MOST_KEPT) {
            values.add(difference);
        }
    }

    private static Set<String> names(JsonNode recorded, JsonNode now) {
        Set<String> names = new LinkedHashSet<>();
        recorded.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String brief(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
