package org.inversionview.models.reading;

import java.util.BitSet;
import java.util.List;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.tasks.Feature;

/**
 * Which of some inputs have given values, by feature.
 *
 * @param counts how often each input was drawn
 * @param byFeature a bit an input
 */
record Hits(int[] counts, List<BitSet> byFeature) {

    /**
     * Reads inputs.
     *
     * @param values by feature
     */
    static Hits of(List<ReadInput> inputs, List<Feature> features, List<?> values) {
        List<BitSet> bits = features.stream().map(feature -> new BitSet()).toList();
        for (int i = 0; i < inputs.size(); i++) {
            ReadInput read = inputs.get(i);
            for (int feature = 0; feature < features.size(); feature++) {
                bits.get(feature).set(i, read.has(features.get(feature), values.get(feature)));
            }
        }
        return new Hits(inputs.stream().mapToInt(ReadInput::count).toArray(), bits);
    }

    /** Returns all inputs. */
    BitSet everything() {
        BitSet all = new BitSet();
        all.set(0, counts.length);
        return all;
    }

    /** Returns the inputs that have the values of all of some features. */
    BitSet having(List<Integer> features) {
        BitSet common = everything();
        features.forEach(feature -> common.and(byFeature.get(feature)));
        return common;
    }

    /** Returns how many of some inputs have the value of a feature, duplicates counted. */
    Proportion of(int feature, BitSet among) {
        BitSet both = (BitSet) among.clone();
        both.and(byFeature.get(feature));
        return new Proportion(count(both), count(among));
    }

    /** Returns how many inputs those are, duplicates counted. */
    int count(BitSet inputs) {
        return inputs.stream().map(i -> counts[i]).sum();
    }
}
