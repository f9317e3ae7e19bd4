package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A pool's inputs on the two sides of ε, one entry a draw: an input that was drawn twice stands there twice.
 *
 * @param members indices of those inside
 * @param others of those outside
 */
record TwoSides(MatchedInputs matched, List<Integer> members, List<Integer> others) {

    static TwoSides of(MatchedInputs matched) {
        List<Integer> members = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < matched.distances().length; i++) {
            int count = matched.found().distinct().get(i).count();
            boolean inside = matched.distances()[i] <= matched.epsilon();
            (inside ? members : others).addAll(Collections.nCopies(count, i));
        }
        return new TwoSides(matched, members, others);
    }

    int count() {
        return members.size() + others.size();
    }

    /** Some of the draws: what they are, how far they lie, and how often each is among them. */
    record Chosen(List<int[]> inputs, double[] distances, int[] counts) {}

    /** Returns so many of the draws inside, or all, in a random order, duplicates merged. */
    Chosen someMembers(int most, long seed) {
        return some(members, most, seed);
    }

    /** Returns so many of the draws outside, or all, in a random order, duplicates merged. */
    Chosen someOthers(int most, long seed) {
        return some(others, most, seed);
    }

    private Chosen some(List<Integer> draws, int most, long seed) {
        List<Integer> shuffled = new ArrayList<>(draws);
        Collections.shuffle(shuffled, new Random(seed));
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        shuffled.subList(0, Math.min(most, shuffled.size())).forEach(index -> counts.merge(index, 1, Integer::sum));
        return new Chosen(
                counts.keySet().stream().map(this::input).toList(),
                counts.keySet().stream()
                        .mapToDouble(index -> matched.distances()[index])
                        .toArray(),
                counts.values().stream().mapToInt(Integer::intValue).toArray());
    }

    private int[] input(int index) {
        return matched.found().distinct().get(index).input();
    }

    /** Returns how many of the distinct inputs inside are among the proposals. */
    Proportion found(Set<List<Integer>> proposed) {
        Set<Integer> distinct = new HashSet<>(members);
        int hits = (int) distinct.stream()
                .filter(index -> proposed.contains(key(input(index))))
                .count();
        return new Proportion(hits, distinct.size());
    }

    /** Returns the tokens of an input as a key. */
    static List<Integer> key(int[] input) {
        return Arrays.stream(input).boxed().toList();
    }
}
