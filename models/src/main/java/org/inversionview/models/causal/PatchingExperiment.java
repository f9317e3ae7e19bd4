package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * Activation patching: chosen activations of the run on an original input are replaced by those of the run on its contrast
 * input, and the output is read at the position before the answer (Huang et al. 2024, §4 and appendix).
 *
 * <p>Work stops when the thread is interrupted; what is returned then covers the batches of inputs that were finished.
 */
public final class PatchingExperiment {

    /** What a warning says of a patch whose position some inputs lack. */
    public static final String NO_SUCH_POSITION = "there is no such position";

    private static final int ROWS_AT_ONCE = 512;

    private final ProbedModel model;
    private final List<ContrastPair> pairs;
    private final String answer;
    private final OutputMetric metric;
    private final Listener listener;

    /** Hears how far it is, after every batch of inputs. */
    @FunctionalInterface
    public interface Listener {

        /** Hears nothing. */
        Listener NONE = (done, of) -> {};

        /** Hears how many of the inputs are done. */
        void on(int done, int of);
    }

    /** Prepares patching with the logit difference as metric. */
    public PatchingExperiment(ProbedModel model, List<ContrastPair> pairs, String answer) {
        this(model, pairs, answer, OutputMetric.LOGIT_DIFFERENCE, Listener.NONE);
    }

    /**
     * Prepares patching.
     *
     * @param pairs inputs with their contrast inputs; both have the answer position
     * @param answer position of the answer token, as a user names it
     * @param metric what the output is reduced to
     */
    public PatchingExperiment(
            ProbedModel model, List<ContrastPair> pairs, String answer, OutputMetric metric, Listener listener) {
        this.model = model;
        this.pairs = List.copyOf(pairs);
        this.answer = answer;
        this.metric = metric;
        this.listener = listener;
    }

    /**
     * What was measured: one number an input.
     *
     * @param clean the metric of the original inputs' runs
     * @param contrast the metric of the contrast inputs' runs, where they predict their answer: the same two tokens
     * @param patched [set][input], the metric with each set of patches made
     * @param warnings what a reader must know, such as a patch that changed nothing
     */
    public record Measured(double[] clean, double[] contrast, double[][] patched, List<String> warnings) {
        public Measured {
            warnings = List.copyOf(warnings);
        }

        /** Returns how much a set of patches lowers the metric, one number an input. */
        public double[] effects(int set) {
            return IntStream.range(0, clean.length)
                    .mapToDouble(i -> clean[i] - patched[set][i])
                    .toArray();
        }
    }

    /** Returns the metric with each of the sets patched, one set at a time. */
    public Measured measure(List<List<Patch>> sets) {
        return measure(sets, (patch, input, position) -> true);
    }

    /** Says whether a position of an input is one that a text means. */
    private interface Admission {
        boolean admits(Patch patch, int[] input, int position);
    }

    private Measured measure(List<List<Patch>> sets, Admission admission) {
        List<Patch> patches = sets.stream().flatMap(List::stream).distinct().toList();
        patches.forEach(patch -> model.require(patch.site()));
        PatchTally tally = new PatchTally(patches);
        double[] clean = new double[pairs.size()];
        double[] contrast = new double[pairs.size()];
        double[][] patched = new double[sets.size()][pairs.size()];
        int rows = Math.min(ROWS_AT_ONCE, model.rowsAtOnce(model.task().maxLength()));
        int done = 0;
        while (done < pairs.size() && !Thread.currentThread().isInterrupted()) {
            int to = Math.min(pairs.size(), done + rows);
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                Batch batch = new Batch(scratch, pairs.subList(done, to), patches, admission);
                batch.clean(clean, done);
                batch.contrast(contrast, done);
                for (int set = 0; set < sets.size() && !Thread.currentThread().isInterrupted(); set++) {
                    batch.patched(sets.get(set), patched[set], done);
                }
                if (!Thread.currentThread().isInterrupted()) {
                    batch.count(tally);
                    done = to;
                    listener.on(done, pairs.size());
                }
            }
        }
        int finished = done;
        return new Measured(
                Arrays.copyOf(clean, finished),
                Arrays.copyOf(contrast, finished),
                Arrays.stream(patched)
                        .map(values -> Arrays.copyOf(values, finished))
                        .toArray(double[][]::new),
                tally.warnings());
    }

    /**
     * Patches one activation more at a time, in the given order, and from the last to the first.
     *
     * @param patches at least one
     */
    public CumulativeEffects cumulative(List<Patch> patches, CumulativeEffects.Order order) {
        List<List<Patch>> sets = new ArrayList<>();
        int count = patches.size();
        if (order.hasForward()) {
            IntStream.rangeClosed(1, count).forEach(k -> sets.add(patches.subList(0, k)));
        }
        if (order.hasBackward()) {
            IntStream.rangeClosed(1, count).forEach(k -> sets.add(patches.subList(count - k, count)));
        }
        return CumulativeEffects.of(patches, order, measure(sets));
    }

    /** Patches each activation alone. */
    public SingleEffects each(List<Patch> patches) {
        return SingleEffects.of(patches, measure(patches.stream().map(List::of).toList()));
    }

    /**
     * Patches each activation alone, every site at every position up to the output. Inputs of unequal length are compared by
     * the positions' names: a number means a position only in inputs where it has no name.
     */
    public SingleEffects map() {
        List<Patch> patches = Patch.everywhere(model, pairs, answer);
        List<List<Patch>> sets = patches.stream().map(List::of).toList();
        Task task = model.task();
        return SingleEffects.of(
                patches,
                measure(
                        sets,
                        (patch, input, position) ->
                                Positions.name(task, input, position).equals(patch.position())));
    }

    /** A batch of pairs: its clean and contrast runs, and what is taken from the latter. */
    private final class Batch {

        private final NDManager scratch;
        private final List<ContrastPair> rows;
        private final List<Patch> patches;
        private final List<Replacement> replacements = new ArrayList<>();
        private final PatchedRuns runs;
        private final PatchedRuns contrastRuns;
        private final int[] originalAnswers;
        private final int[] contrastAnswers;

        Batch(NDManager scratch, List<ContrastPair> rows, List<Patch> patches, Admission admission) {
            this.scratch = scratch;
            this.rows = rows;
            this.patches = patches;
            List<int[]> originals = rows.stream().map(ContrastPair::original).toList();
            List<int[]> contrasts = rows.stream().map(ContrastPair::contrast).toList();
            originalAnswers = answers(originals);
            contrastAnswers = answers(contrasts);
            Set<ActivationSite> sites = patches.stream().map(Patch::site).collect(Collectors.toSet());
            runs = new PatchedRuns(model, scratch, originals, outputs(originals), sites);
            contrastRuns = new PatchedRuns(model, scratch, contrasts, outputs(contrasts), Set.of());
            ActivationCache donors = new ActivationCache(sites);
            model.runUntilFull(model.batch(scratch, contrasts), Hooks.NONE, donors);
            for (Patch patch : patches) {
                replacements.add(replacement(patch, originals, contrasts, donors, admission));
            }
        }

        void count(PatchTally tally) {
            for (int i = 0; i < patches.size(); i++) {
                Replacement replacement = replacements.get(i);
                tally.count(
                        patches.get(i), replacement.positions(), runs.outputs(), runs.unchanged(scratch, replacement));
            }
        }

        private int[] outputs(List<int[]> inputs) {
            return inputs.stream()
                    .mapToInt(input -> Positions.resolve(model.task(), input, answer) - 1)
                    .toArray();
        }

        private int[] answers(List<int[]> inputs) {
            return inputs.stream()
                    .mapToInt(input -> input[Positions.resolve(model.task(), input, answer)])
                    .toArray();
        }

        private Replacement replacement(
                Patch patch,
                List<int[]> originals,
                List<int[]> contrasts,
                ActivationCache donors,
                Admission admission) {
            int[] to = new int[rows.size()];
            int[] from = new int[rows.size()];
            for (int row = 0; row < to.length; row++) {
                int own = find(patch, originals.get(row), admission);
                int other = find(patch, contrasts.get(row), admission);
                to[row] = other < 0 ? -1 : own; // what the contrast input lacks cannot be taken from it
                from[row] = Math.max(0, other);
            }
            return new Replacement(patch.site(), to, Torch.at(scratch, donors.get(patch.site()), from));
        }

        private int find(Patch patch, int[] input, Admission admission) {
            OptionalInt position = Positions.find(model.task(), input, patch.position());
            return position.isPresent() && admission.admits(patch, input, position.getAsInt())
                    ? position.getAsInt()
                    : -1;
        }

        void clean(double[] into, int at) {
            try (NDManager step = scratch.newSubManager()) {
                read(runs, runs.clean(step), into, at);
            }
        }

        void contrast(double[] into, int at) {
            try (NDManager step = scratch.newSubManager()) {
                read(contrastRuns, contrastRuns.clean(step), into, at);
            }
        }

        void patched(List<Patch> set, double[] into, int at) {
            try (NDManager step = scratch.newSubManager()) {
                List<Replacement> chosen = set.stream()
                        .map(patch -> replacements.get(patches.indexOf(patch)))
                        .toList();
                read(runs, runs.patched(step, chosen), into, at);
            }
        }

        /** Reduces final LayerNorm outputs (B, D) to one number a row. */
        private void read(PatchedRuns of, NDArray normalized, double[] into, int at) {
            if (metric == OutputMetric.LOGIT_DIFFERENCE) {
                NDManager step = normalized.getManager();
                float[] differences = of.kept()
                        .logitDifference(normalized, ids(step, originalAnswers), ids(step, contrastAnswers))
                        .toFloatArray();
                for (int row = 0; row < differences.length; row++) {
                    into[at + row] = differences[row];
                }
                return;
            }
            float[] logits = of.kept().logits(normalized).toFloatArray();
            int tokens = logits.length / rows.size();
            for (int row = 0; row < rows.size(); row++) {
                float[] own = Arrays.copyOfRange(logits, row * tokens, (row + 1) * tokens);
                into[at + row] = metric.of(own, originalAnswers[row], contrastAnswers[row]);
            }
        }

        private NDArray ids(NDManager step, int[] tokens) {
            return step.create(Arrays.stream(tokens).asLongStream().toArray());
        }
    }
}
