package org.inversionview.models.reading;

import java.util.HashMap;
import java.util.Map;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.tasks.Feature;

/**
 * A feature of many inputs: each value is a number, equal ones the same, so that agreement is quick to count.
 *
 * @param codes one an input
 * @param counts how many draws have each value
 */
record FeatureValues(Feature feature, int[] codes, int[] counts) {

    static FeatureValues of(Feature feature, UnsteeredInputs inputs) {
        Map<Object, Integer> known = new HashMap<>();
        int[] codes = new int[inputs.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = known.computeIfAbsent(feature.value().apply(inputs.input(i)), value -> known.size());
        }
        int[] counts = new int[known.size()];
        for (int i = 0; i < codes.length; i++) {
            counts[codes[i]] += inputs.count(i);
        }
        return new FeatureValues(feature, codes, counts);
    }

    boolean agree(int one, int other) {
        return codes[one] == codes[other];
    }
}
