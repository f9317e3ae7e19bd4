package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;

/**
 * A feature of many inputs: each value is a number, equal ones the same, so that agreement is quick to count. Values of
 * positions are asked for when they are needed. For one thread at a time.
 */
final class FeatureValues {

    private static final int UNKNOWN = -1;

    private final Feature feature;
    private final UnsteeredInputs inputs;
    private final int[][] codes; // [input][0], or [input][position] of a feature of positions
    private final Map<Object, Integer> known = new HashMap<>();
    private final List<Object> values = new ArrayList<>();
    private int[] counts = {}; // of inputs by value, duplicates counted; nothing of a feature of positions

    private FeatureValues(Feature feature, UnsteeredInputs inputs) {
        this.feature = feature;
        this.inputs = inputs;
        this.codes = new int[inputs.size()][];
    }

    /** Returns the values of features; those of inputs are computed now, each input's names of positions looked up once. */
    static List<FeatureValues> of(List<Feature> features, UnsteeredInputs inputs) {
        List<FeatureValues> all = features.stream()
                .map(feature -> new FeatureValues(feature, inputs))
                .toList();
        List<FeatureValues> ofInputs =
                all.stream().filter(one -> !one.feature.ofPosition()).toList();
        IntStream.range(0, inputs.size()).forEach(i -> {
            NamedInput input = inputs.named(i);
            ofInputs.forEach(one -> one.codes[i] = new int[] {one.code(one.feature.of(input))});
        });
        ofInputs.forEach(FeatureValues::count);
        return all;
    }

    private void count() {
        counts = new int[values.size()];
        for (int i = 0; i < codes.length; i++) {
            counts[codes[i][0]] += inputs.count(i);
        }
    }

    /**
     * Returns how many inputs have a value, duplicates counted.
     *
     * @param positions at which each input is read, −1 where none is
     */
    long count(int code, int[] positions) {
        if (!feature.ofPosition()) {
            return code < counts.length ? counts[code] : 0;
        }
        return IntStream.range(0, positions.length)
                .filter(i -> positions[i] >= 0 && code(i, positions[i]) == code)
                .mapToLong(inputs::count)
                .sum();
    }

    Feature feature() {
        return feature;
    }

    /** Returns the number of a value; a new one where it was not met before. */
    int code(Object value) {
        return known.computeIfAbsent(value, fresh -> {
            values.add(fresh);
            return values.size() - 1;
        });
    }

    /** Returns the number of an input's value at a position. */
    int code(int index, int position) {
        if (!feature.ofPosition()) {
            return codes[index][0];
        }
        int[] row = codes[index];
        if (row == null) {
            row = new int[inputs.input(index).length];
            Arrays.fill(row, UNKNOWN);
            codes[index] = row;
        }
        if (row[position] == UNKNOWN) {
            row[position] = code(feature.of(inputs.named(index), position));
        }
        return row[position];
    }

    /** Returns the value that has a number. */
    Object value(int code) {
        return values.get(code);
    }
}
