package org.inversionview.models.causal;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Batch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
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

    private final ProbedModel model;
    private final List<ContrastPair> pairs;
    private final String answer;
    private final OutputMetric metric;
    private final WorkRunner runner;

    /** Prepares patching with the logit difference as metric. */
    public PatchingExperiment(ProbedModel model, List<ContrastPair> pairs, String answer) {
        this(model, pairs, answer, OutputMetric.LOGIT_DIFFERENCE, model.runner());
    }

    /**
     * Prepares patching.
     *
     * @param pairs inputs with their contrast inputs; both have the answer position, or one ends where the other has it
     * @param answer position of the answer token, as a user names it
     * @param metric what the output is reduced to
     * @param runner of the work on the pairs
     */
    public PatchingExperiment(
            ProbedModel model, List<ContrastPair> pairs, String answer, OutputMetric metric, WorkRunner runner) {
        this.model = model;
        this.pairs = List.copyOf(pairs);
        this.answer = answer;
        this.metric = metric;
        this.runner = runner;
    }

    /** Returns the metric with each of the sets patched, one set at a time. */
    public MetricValues measure(List<List<Patch>> sets) {
        return measure(sets, PairBatch.Admission.ALL, false);
    }

    /** With {@code part}, an interrupt in the first batch keeps the sets that were measured on it. */
    private MetricValues measure(List<List<Patch>> sets, PairBatch.Admission admission, boolean part) {
        List<Patch> patches = sets.stream().flatMap(List::stream).distinct().toList();
        patches.forEach(patch -> model.require(patch.site()));
        long sites = patches.stream().map(Patch::site).distinct().count();
        PatchTally tally = new PatchTally(patches);
        List<PairBatch.Outcome> outcomes = new ArrayList<>();
        runner.inSmallSteps()
                .run(
                        pairs,
                        PairBatch.bytes(model, sites),
                        batch -> {
                            PairBatch.Outcome outcome = patched(batch, patches, sets, admission);
                            int finished = outcome.patched().length;
                            if (finished < sets.size() && !(part && batch.from() == 0 && finished > 0)) {
                                throw new CancellationException();
                            }
                            return outcome;
                        },
                        (batch, outcome) -> {
                            outcomes.add(outcome);
                            tally.add(outcome.tally());
                        });
        return joined(outcomes, sets.size(), tally.warnings());
    }

    private PairBatch.Outcome patched(
            Batch<ContrastPair> batch, List<Patch> patches, List<List<Patch>> sets, PairBatch.Admission admission) {
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            return new PairBatch(model, answer, metric, batch.items(), patches, admission, scratch)
                    .patched(sets, batch.heard());
        }
    }

    private static MetricValues joined(List<PairBatch.Outcome> outcomes, int sets, List<String> warnings) {
        int measured = outcomes.isEmpty() ? sets : outcomes.get(0).patched().length;
        return new MetricValues(
                joined(outcomes, PairBatch.Outcome::clean),
                joined(outcomes, PairBatch.Outcome::contrast),
                IntStream.range(0, measured)
                        .mapToObj(set -> joined(outcomes, outcome -> outcome.patched()[set]))
                        .toArray(double[][]::new),
                warnings);
    }

    private static double[] joined(List<PairBatch.Outcome> outcomes, Function<PairBatch.Outcome, double[]> values) {
        return outcomes.stream().map(values).flatMapToDouble(Arrays::stream).toArray();
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
