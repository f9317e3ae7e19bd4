package org.inversionview.models.causal;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * Activation patching: chosen activations of the run on an original input are replaced by those of the run on its contrast
 * input, and the output is read at the position before the answer (Huang et al. 2024, §4 and appendix).
 *
 * <p>Work stops when the thread is interrupted; what is returned then covers the batches of inputs that were finished, or,
 * where each activation is patched alone, those of the first batch that were.
 */
public final class PatchingExperiment {

    /** What a warning says of a patch whose position some inputs lack. */
    public static final String NO_SUCH_POSITION = "there is no such position";

    private static final int ROWS_AT_ONCE = 512;
    private static final int ROWS_OF_LARGE_MODELS = 24;

    private final ProbedModel model;
    private final List<ContrastPair> pairs;
    private final String answer;
    private final OutputMetric metric;
    private final RunListener listener;

    /** Prepares patching with the logit difference as metric. */
    public PatchingExperiment(ProbedModel model, List<ContrastPair> pairs, String answer) {
        this(model, pairs, answer, OutputMetric.LOGIT_DIFFERENCE, RunListener.NONE);
    }

    /**
     * Prepares patching.
     *
     * @param pairs inputs with their contrast inputs; both have the answer position
     * @param answer position of the answer token, as a user names it
     * @param metric what the output is reduced to
     */
    public PatchingExperiment(
            ProbedModel model, List<ContrastPair> pairs, String answer, OutputMetric metric, RunListener listener) {
        this.model = model;
        this.pairs = List.copyOf(pairs);
        this.answer = answer;
        this.metric = metric;
        this.listener = listener;
    }

    /** Returns the metric with each of the sets patched, one set at a time. */
    public MetricValues measure(List<List<Patch>> sets) {
        return measure(sets, PairBatch.Admission.ALL, false);
    }

    /** With {@code part}, an interrupt in the first batch keeps the sets that were measured on it. */
    private MetricValues measure(List<List<Patch>> sets, PairBatch.Admission admission, boolean part) {
        List<Patch> patches = sets.stream().flatMap(List::stream).distinct().toList();
        patches.forEach(patch -> model.require(patch.site()));
        PatchTally tally = new PatchTally(patches);
        double[] clean = new double[pairs.size()];
        double[] contrast = new double[pairs.size()];
        double[][] patched = new double[sets.size()][pairs.size()];
        int rows = rowsAtOnce(patches);
        int measured = sets.size();
        int done = 0;
        while (done < pairs.size()
                && measured == sets.size()
                && !Thread.currentThread().isInterrupted()) {
            int from = done;
            int to = Math.min(pairs.size(), from + rows);
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                PairBatch batch =
                        new PairBatch(model, answer, metric, pairs.subList(from, to), patches, admission, scratch);
                int finished = batch.patched(
                        sets, patched, from, share -> listener.on((from + share * (to - from)) / pairs.size()));
                if (finished < sets.size() && !(part && from == 0 && finished > 0)) {
                    break;
                }
                batch.clean(clean, from);
                batch.contrast(contrast, from);
                batch.count(tally);
                measured = finished;
                done = to;
            }
        }
        int finished = done;
        return new MetricValues(
                Arrays.copyOf(clean, finished),
                Arrays.copyOf(contrast, finished),
                Arrays.stream(patched, 0, measured)
                        .map(values -> Arrays.copyOf(values, finished))
                        .toArray(double[][]::new),
                tally.warnings());
    }

    /** Few where the model is large, so that an interrupt loses little; runs of several sets fill up a batch then. */
    private int rowsAtOnce(List<Patch> patches) {
        int length = model.task().maxLength();
        long sites = patches.stream().map(Patch::site).distinct().count();
        int fitting = model.rowsAtOnce(length, sites);
        boolean large = model.rowsAtOnce(length) < ROWS_AT_ONCE;
        return Math.max(1, Math.min(fitting, large ? ROWS_OF_LARGE_MODELS : ROWS_AT_ONCE));
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

    /** Patches each activation alone. Interrupted early, it has the first ones. */
    public SingleEffects each(List<Patch> patches) {
        return each(patches, PairBatch.Admission.ALL);
    }

    private SingleEffects each(List<Patch> patches, PairBatch.Admission admission) {
        return SingleEffects.of(patches, measure(patches.stream().map(List::of).toList(), admission, true));
    }

    /**
     * Patches each activation alone, every site at every position up to the output; interrupted early, it has the first ones.
     * Inputs of unequal length are compared by the positions' names: a number means a position only in inputs where it has no
     * name.
     */
    public SingleEffects map() {
        Task task = model.task();
        return each(
                Patch.everywhere(model, pairs, answer),
                (patch, input, position) ->
                        Positions.name(task, input, position).equals(patch.position()));
    }
}
