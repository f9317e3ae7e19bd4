package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
     * A run that replacements can change.
     *
     * @param set number of the set that they are
     * @param replacements made together
     * @param row the input
     * @param first position that they change
     */
    record PatchedRun(int set, List<Replacement> replacements, int row, int first) {}

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

    /** Returns the runs that a set of replacements can change: what they reach is not behind the output, nor the same already. */
    List<PatchedRun> changed(int set, List<Replacement> replacements) {
        return IntStream.range(0, outputs.length)
                .mapToObj(row -> new PatchedRun(
                        set,
                        replacements,
                        row,
                        replacements.stream()
                                .filter(one -> one.acts(row, outputs[row]))
                                .mapToInt(one -> one.positions()[row])
                                .min()
                                .orElse(-1)))
                .filter(run -> run.first() >= 0)
                .toList();
    }

    /** Returns the first block that replacements can change. */
    int firstBlock(List<Replacement> replacements) {
        return clean.firstBlock(replacements.stream().map(Replacement::site).collect(Collectors.toSet()));
    }

    /**
     * Returns runs in groups to be run together, in the order of their first positions. All of a group start at its first
     * one's, so a group ends where the positions that are computed in vain would cost more than a run of their own.
     */
    List<List<PatchedRun>> groups(List<PatchedRun> runs) {
        List<List<PatchedRun>> groups = new ArrayList<>();
        List<PatchedRun> group = new ArrayList<>();
        long inVain = 0;
        for (PatchedRun run :
                runs.stream().sorted(Comparator.comparingInt(PatchedRun::first)).toList()) {
            inVain += group.isEmpty() ? 0 : run.first() - group.get(0).first();
            if (inVain > clean.positionsWorthARun()) {
                groups.add(group);
                group = new ArrayList<>();
                inVain = 0;
            }
            group.add(run);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    /** Returns the final LayerNorm's outputs of some runs, (N, D). */
    NDArray patched(NDManager scratch, List<PatchedRun> runs) {
        int[] rows = runs.stream().mapToInt(PatchedRun::row).toArray();
        int first = runs.stream().mapToInt(PatchedRun::first).min().orElseThrow();
        int end = Arrays.stream(rows).map(row -> outputs[row]).max().orElseThrow() + 1;
        List<Replacement> made = joined(scratch, runs, rows);
        NDArray normalized = clean.normalized(scratch, Replacement.hooks(made, first), first, end, rows);
        return Torch.at(
                scratch,
                normalized,
                Arrays.stream(rows).map(row -> outputs[row] - first).toArray());
    }

    /** Each replacement in the runs that it belongs to. */
    private static List<Replacement> joined(NDManager scratch, List<PatchedRun> runs, int[] rows) {
        Map<Replacement, boolean[]> made = new IdentityHashMap<>();
        List<Replacement> inOrder = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            for (Replacement replacement : runs.get(i).replacements()) {
                boolean[] here = made.computeIfAbsent(replacement, added -> {
                    inOrder.add(added);
                    return new boolean[rows.length];
                });
                here[i] = true;
            }
        }
        return inOrder.stream()
                .map(replacement -> replacement.of(rows, Objects.requireNonNull(made.get(replacement)), scratch))
                .toList();
    }

    /** Returns the final LayerNorm's outputs of all runs with replacements, (B, D). */
    NDArray patchedAll(NDManager scratch, List<Replacement> replacements) {
        NDList outcomes = new NDList(clean(scratch));
        long[] from = LongStream.range(0, outputs.length).toArray();
        int next = outputs.length;
        for (List<PatchedRun> group : groups(changed(0, replacements))) {
            outcomes.add(patched(scratch, group));
            for (PatchedRun run : group) {
                from[run.row()] = next++;
            }
        }
        return Torch.embedding(scratch.create(from), NDArrays.concat(outcomes));
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
