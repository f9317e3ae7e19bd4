package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.causal.PatchedRuns.PatchedRun;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.KeptRun;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * A batch of pairs: the clean and the contrast runs, and the patched ones, each input's with each set of patches.
 *
 * <p>Runs that start alike are made together, and those are left out of which it is known that nothing changes: where the
 * contrast input is the same up to the patched position, so are all its activations there.
 */
final class PairBatch {

    private final ProbedModel model;
    private final OutputMetric metric;
    private final NDManager scratch;
    private final List<ContrastPair> rows;
    private final Map<Patch, Replacement> replacements = new LinkedHashMap<>();
    private final PatchedRuns runs;
    private final PatchedRuns contrastRuns;
    private final int[] originalAnswers;
    private final int[] contrastAnswers;
    private final double[] clean;

    /** Says whether a position of an input is one that a patch means. */
    interface Admission {

        Admission ALL = (patch, input, position) -> true;

        boolean admits(Patch patch, int[] input, int position);
    }

    /** Returns about how many bytes a pair of inputs takes, of which so many sites are patched. */
    static long bytes(ProbedModel model, long sites) {
        int length = model.task().maxLength();
        return KeptRun.bytes(model, length, sites) + KeptRun.bytes(model, length, 0) + model.bytesOfRun(length, sites);
    }

    /**
     * Runs the original and the contrast inputs.
     *
     * @param patches all that will be made
     * @param scratch owns all that is kept
     */
    PairBatch(
            ProbedModel model,
            String answer,
            OutputMetric metric,
            List<ContrastPair> rows,
            List<Patch> patches,
            Admission admission,
            NDManager scratch) {
        this.model = model;
        this.metric = metric;
        this.scratch = scratch;
        this.rows = rows;
        List<int[]> originals = rows.stream().map(ContrastPair::original).toList();
        List<int[]> contrasts = rows.stream().map(ContrastPair::contrast).toList();
        List<PairedAnswer> answers = rows.stream()
                .map(pair -> PairedAnswer.require(model.task(), pair, answer))
                .toList();
        originalAnswers = each(row -> answers.get(row).originalToken(rows.get(row)));
        contrastAnswers = each(row -> answers.get(row).contrastToken(rows.get(row)));
        int[] outputs = each(row -> answers.get(row).original() - 1);
        int[] contrastOutputs = each(row -> answers.get(row).contrast() - 1);
        Set<ActivationSite> sites = patches.stream().map(Patch::site).collect(Collectors.toSet());
        runs = new PatchedRuns(model, scratch, originals, outputs, sites);
        contrastRuns = new PatchedRuns(model, scratch, contrasts, contrastOutputs, Set.of());
        clean = clean(runs);
        ActivationCache donors = new ActivationCache(sites);
        model.runUntilFull(model.batch(scratch, contrasts), Hooks.NONE, donors);
        patches.forEach(patch -> replacements.put(patch, replacement(patch, donors.get(patch.site()), admission)));
    }

    private int[] each(IntUnaryOperator ofRow) {
        return IntStream.range(0, rows.size()).map(ofRow).toArray();
    }

    private Replacement replacement(Patch patch, NDArray donors, Admission admission) {
        int[] to = new int[rows.size()];
        int[] from = new int[rows.size()];
        boolean[] same = new boolean[rows.size()];
        for (int row = 0; row < to.length; row++) {
            int[] original = rows.get(row).original();
            int[] contrast = rows.get(row).contrast();
            int own = find(patch, original, admission);
            int other = find(patch, contrast, admission);
            to[row] = other < 0 ? -1 : own; // what the contrast input lacks cannot be taken from it
            from[row] = Math.max(0, other);
            same[row] = own >= 0 && own == other && Arrays.equals(original, 0, own + 1, contrast, 0, own + 1);
        }
        return new Replacement(patch.site(), to, same, Torch.at(scratch, donors, from));
    }

    private int find(Patch patch, int[] input, Admission admission) {
        OptionalInt position = Positions.find(model.task(), input, patch.position());
        return position.isPresent() && admission.admits(patch, input, position.getAsInt()) ? position.getAsInt() : -1;
    }

    /**
     * What was found in a batch: one number an input.
     *
     * @param clean the metric of the original inputs' runs
     * @param contrast of the contrast inputs' runs
     * @param patched [set][input], with each set patched; the first ones where it was interrupted
     * @param tally where each patch could do something
     */
    record Outcome(double[] clean, double[] contrast, double[][] patched, PatchTally tally) {}

    /**
     * Patches one set after the other, until it is interrupted.
     *
     * @param done hears which share of the runs is done, from 0 to 1
     */
    Outcome patched(List<List<Patch>> sets, DoubleConsumer done) {
        double[][] patched = metric(sets, done);
        PatchTally tally = new PatchTally(List.copyOf(replacements.keySet()));
        replacements.forEach((patch, replacement) ->
                tally.count(patch, replacement.positions(), runs.outputs(), runs.unchanged(scratch, replacement)));
        return new Outcome(clean, clean(contrastRuns), patched, tally);
    }

    private double[] clean(PatchedRuns of) {
        try (NDManager step = scratch.newSubManager()) {
            return read(of.clean(step), IntStream.range(0, rows.size()).toArray());
        }
    }

    private double[][] metric(List<List<Patch>> sets, DoubleConsumer done) {
        List<List<PatchedRun>> changed = new ArrayList<>();
        sets.forEach(set -> changed.add(runs.changed(changed.size(), replacements(set))));
        double all = changed.stream().mapToLong(List::size).sum();
        double[][] values = new double[sets.size()][];
        Arrays.setAll(values, set -> clean.clone()); // which stays where nothing can change
        long made = 0;
        int next = 0;
        while (next < sets.size() && !Thread.currentThread().isInterrupted()) {
            int end = end(sets, changed, next);
            List<PatchedRun> window =
                    changed.subList(next, end).stream().flatMap(List::stream).toList();
            runs.groups(window).forEach(group -> run(group, values));
            made += window.size();
            next = end;
            if (!window.isEmpty()) {
                done.accept(made / all);
            }
        }
        return Arrays.copyOf(values, next);
    }

    private void run(List<PatchedRun> group, double[][] into) {
        try (NDManager step = scratch.newSubManager()) {
            double[] values = read(
                    runs.patched(step, group),
                    group.stream().mapToInt(PatchedRun::row).toArray());
            for (int i = 0; i < values.length; i++) {
                into[group.get(i).set()][group.get(i).row()] = values[i];
            }
        }
    }

    /** Returns where the sets end that go through the same blocks as one, and are not too many runs together. */
    private int end(List<List<Patch>> sets, List<List<PatchedRun>> changed, int start) {
        int block = runs.firstBlock(replacements(sets.get(start)));
        int count = changed.get(start).size();
        int first = first(changed.get(start));
        int end = start + 1;
        while (end < sets.size() && runs.firstBlock(replacements(sets.get(end))) == block) {
            count += changed.get(end).size();
            first = Math.min(first, first(changed.get(end)));
            if (count > runsAtOnce(first)) {
                break;
            }
            end++;
        }
        return end;
    }

    /** Returns the first position that runs change, at most the last of all. */
    private int first(List<PatchedRun> some) {
        return some.stream().mapToInt(PatchedRun::first).min().orElse(runs.length() - 1);
    }

    private int runsAtOnce(int first) {
        return model.runner().inSmallSteps().atOnce(model.bytesOfRun(runs.length() - first));
    }

    private List<Replacement> replacements(List<Patch> patches) {
        return patches.stream()
                .map(patch -> Objects.requireNonNull(replacements.get(patch)))
                .toList();
    }

    /** Reduces final LayerNorm outputs (N, D) to one number a run, of the rows (N). */
    private double[] read(NDArray normalized, int[] run) {
        KeptRun kept = runs.kept();
        double[] values = new double[run.length];
        if (metric == OutputMetric.LOGIT_DIFFERENCE) {
            NDManager step = normalized.getManager();
            float[] differences = kept.logitDifference(
                            normalized, ids(step, originalAnswers, run), ids(step, contrastAnswers, run))
                    .toFloatArray();
            Arrays.setAll(values, i -> differences[i]);
            return values;
        }
        float[] logits = kept.logits(normalized).toFloatArray();
        int tokens = logits.length / run.length;
        for (int i = 0; i < run.length; i++) {
            float[] own = Arrays.copyOfRange(logits, i * tokens, (i + 1) * tokens);
            values[i] = metric.of(own, originalAnswers[run[i]], contrastAnswers[run[i]]);
        }
        return values;
    }

    private static NDArray ids(NDManager step, int[] tokens, int[] run) {
        return step.create(Arrays.stream(run).mapToLong(row -> tokens[row]).toArray());
    }
}
