package org.inversionview.models.decoder;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rows of a request are one row of the batch: those that share activation, site and every token so far, until they part.
 *
 * <p>Most of a schedule adds no noise, so a sampling begins with few branches; soon nearly every row has a prefix of its own,
 * and from then on a branch of its own.
 */
final class SharedPrefixes {

    /** Rows share branches while these are fewer than this share of them: more are not worth copying the cache for. */
    private static final double SHARE_BELOW = 0.6;

    /** A batch without shared branches shrinks when fewer than this share of its rows are still growing. */
    private static final double SHRINK_BELOW = 0.9;

    private final int[] rows; // of the request
    private final int[] branches; // [i], the batch's row that computes rows[i]
    private final int[] parents; // [branch], the row of the batch before that it goes on from
    private final int[] members; // [branch], a row of the request that is on it

    private SharedPrefixes(int[] rows, int[] branches, int[] parents, int[] members) {
        this.rows = rows;
        this.branches = branches;
        this.parents = parents;
        this.members = members;
    }

    /** Returns the rows of a request before their first token: one branch for each activation and site. */
    static SharedPrefixes of(SampleRequest request) {
        float[][] activations = request.activations();
        int[] sites = request.sites();
        List<List<Object>> conditions = IntStream.range(0, request.rows())
                .mapToObj(row -> List.<Object>of(sites[row], new Vector(activations[row])))
                .toList();
        int[] rows = IntStream.range(0, request.rows()).toArray();
        return grouped(rows, rows, conditions);
    }

    /** Numbers that are equal where all are. */
    private record Vector(float[] values) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Vector vector && Arrays.equals(values, vector.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Puts the rows whose keys are equal on one branch, in the order of their first appearance. */
    private static SharedPrefixes grouped(int[] rows, int[] before, List<? extends Object> keys) {
        Map<Object, Integer> found = new HashMap<>();
        int[] branches = new int[rows.length];
        int[] parents = new int[rows.length];
        int[] members = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int next = found.size();
            int branch = found.computeIfAbsent(keys.get(i), key -> next);
            branches[i] = branch;
            if (branch == next) {
                parents[branch] = before[i];
                members[branch] = rows[i];
            }
        }
        int count = found.size();
        return new SharedPrefixes(rows, branches, Arrays.copyOf(parents, count), Arrays.copyOf(members, count));
    }

    /**
     * Returns the rows that have not ended, after one more token each; or this, where too few have ended to copy the cache for.
     */
    SharedPrefixes lengthened(GrowingSequences sequences) {
        int[] growing = sequences.growing(rows);
        if (isAlone() && growing.length >= SHRINK_BELOW * rows.length) {
            return this;
        }
        int[] left = Arrays.stream(growing).map(i -> rows[i]).toArray();
        int[] before = Arrays.stream(growing).map(i -> branches[i]).toArray();
        long[] last = sequences.last(left);
        List<List<Long>> keys = IntStream.range(0, left.length)
                .mapToObj(i -> List.of((long) before[i], last[i]))
                .toList();
        SharedPrefixes shared = grouped(left, before, keys);
        return shared.members.length < SHARE_BELOW * left.length
                ? shared
                : new SharedPrefixes(left, IntStream.range(0, left.length).toArray(), before, left);
    }

    /** Returns whether every row has a branch of its own. */
    boolean isAlone() {
        return members.length == rows.length;
    }

    boolean isEmpty() {
        return rows.length == 0;
    }

    /** Returns whether the batch before, of so many rows, is the batch still: each branch goes on from its own place. */
    boolean keepsBatch(int size) {
        return parents.length == size && IntStream.range(0, size).allMatch(branch -> parents[branch] == branch);
    }

    /** Returns how many rows the batch has. */
    int size() {
        return members.length;
    }

    /** Returns the rows of the request that are sampled. Shared, as all arrays here. */
    int[] rows() {
        return rows;
    }

    /** Returns which row of the batch computes each of {@link #rows}. */
    int[] branches() {
        return branches;
    }

    /** Returns which row of the batch before each row of the batch goes on from. */
    int[] parents() {
        return parents;
    }

    /** Returns a row of the request for each row of the batch, of those that it computes. */
    int[] members() {
        return members;
    }
}
