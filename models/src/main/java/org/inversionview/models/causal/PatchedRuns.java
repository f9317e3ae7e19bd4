package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.KeptRun;
import org.inversionview.models.probed.ProbedModel;

/** A batch of inputs, run clean once; patched runs start from there and end where the output is read. */
final class PatchedRuns {

    private static final double SAME = 1e-6; // relative to the activation's largest number

    private final KeptRun clean;
    private final int[] outputs;

    /**
     * Runs the inputs as far as their outputs.
     *
     * @param scratch owns all that is kept
     * @param outputs positions where each run's output is read
     * @param sites that will be replaced
     */
    PatchedRuns(ProbedModel model, NDManager scratch, List<int[]> inputs, int[] outputs, Set<ActivationSite> sites) {
        List<int[]> needed = new ArrayList<>();
        for (int row = 0; row < outputs.length; row++) {
            needed.add(Arrays.copyOf(inputs.get(row), outputs[row] + 1)); // nothing behind the output matters to it
        }
        this.clean = new KeptRun(model, scratch, needed, sites);
        this.outputs = outputs.clone();
    }

    KeptRun kept() {
        return clean;
    }

    /** Returns the length T of the longest run. */
    int length() {
        return Arrays.stream(outputs).max().orElse(0) + 1;
    }

    int[] outputs() {
        return outputs;
    }

    /** Returns the final LayerNorm's outputs of the clean runs, (B, D). */
    NDArray clean(NDManager scratch) {
        return Torch.at(scratch, clean.normalized(), outputs);
    }

    /**
     * A set of replacements, with what they can change.
     *
     * @param replacements made together
     * @param rows inputs whose output they can reach
     * @param first position that they change; no matter where there are no rows
     * @param block the first that they change
     */
    record PatchedSet(List<Replacement> replacements, int[] rows, int first, int block) {

        /** Returns whether both are run from the same place on. */
        boolean startsLike(PatchedSet other) {
            return first == other.first && block == other.block;
        }
    }

    /** Returns a set of replacements. */
    PatchedSet set(List<Replacement> replacements) {
        int first = Integer.MAX_VALUE;
        boolean[] reached = new boolean[outputs.length];
        for (Replacement replacement : replacements) {
            for (int row = 0; row < outputs.length; row++) {
                if (replacement.acts(row, outputs[row])) {
                    first = Math.min(first, replacement.positions()[row]);
                    reached[row] = true;
                }
            }
        }
        int[] rows =
                IntStream.range(0, outputs.length).filter(row -> reached[row]).toArray();
        Set<ActivationSite> sites = replacements.stream().map(Replacement::site).collect(Collectors.toSet());
        return new PatchedSet(replacements, rows, first, clean.firstBlock(sites));
    }

    /**
     * Returns the final LayerNorm's outputs of the rows of every set, (N, D), in one run.
     *
     * @param sets that have rows and start alike
     */
    NDArray patched(NDManager scratch, List<PatchedSet> sets) {
        int first = sets.get(0).first();
        int[] rows =
                sets.stream().flatMapToInt(set -> Arrays.stream(set.rows())).toArray();
        boolean simple = sets.size() == 1 && rows.length == outputs.length;
        List<Replacement> made = simple ? sets.get(0).replacements() : joined(scratch, sets, rows);
        NDArray normalized = clean.normalized(scratch, Replacement.hooks(made, first), first, rows);
        return Torch.at(
                scratch,
                normalized,
                Arrays.stream(rows).map(row -> outputs[row] - first).toArray());
    }

    /** The sets' replacements, each in the runs of the sets that it belongs to. */
    private static List<Replacement> joined(NDManager scratch, List<PatchedSet> sets, int[] rows) {
        Map<Replacement, boolean[]> made = new IdentityHashMap<>();
        List<Replacement> inOrder = new ArrayList<>();
        int from = 0;
        for (PatchedSet set : sets) {
            int to = from + set.rows().length;
            for (Replacement replacement : set.replacements()) {
                boolean[] here = made.computeIfAbsent(replacement, added -> {
                    inOrder.add(added);
                    return new boolean[rows.length];
                });
                Arrays.fill(here, from, to, true);
            }
            from = to;
        }
        return inOrder.stream()
                .map(replacement -> replacement.of(rows, Objects.requireNonNull(made.get(replacement)), scratch))
                .toList();
    }

    /** Returns the final LayerNorm's outputs of all runs with replacements, (B, D). */
    NDArray patchedAll(NDManager scratch, List<Replacement> replacements) {
        PatchedSet set = set(replacements);
        int changed = set.rows().length;
        if (changed == 0) {
            return clean(scratch);
        }
        NDArray patched = patched(scratch, List.of(set));
        if (changed == outputs.length) {
            return patched;
        }
        long[] from = LongStream.range(0, outputs.length).toArray();
        for (int run = 0; run < changed; run++) {
            from[set.rows()[run]] = outputs.length + run;
        }
        return Torch.embedding(scratch.create(from), clean(scratch).concat(patched, 0));
    }

    /** Returns how many runs have the replacement's position at or before their output, with the same vector there. */
    int unchanged(NDManager scratch, Replacement replacement) {
        int[] positions = replacement.positions();
        int[] valid = IntStream.range(0, outputs.length)
                .map(row -> positions[row] <= outputs[row] ? Math.max(0, positions[row]) : 0)
                .toArray();
        NDArray own = Torch.at(scratch, clean.activation(replacement.site()), valid);
        NDArray change = replacement.vectors().sub(own).abs().max(new int[] {1});
        float[] changes = Torch.in(scratch, change).toFloatArray();
        float[] sizes = own.abs().max(new int[] {1}).toFloatArray();
        return (int) IntStream.range(0, outputs.length)
                .filter(row -> positions[row] >= 0 && positions[row] <= outputs[row])
                .filter(row -> replacement.same()[row] || changes[row] <= SAME * sizes[row])
                .count();
    }
}
