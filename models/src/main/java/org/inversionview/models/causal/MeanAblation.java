package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.inversionview.models.engine.Batch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.probed.KeptRun;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * Mean ablation: an activation is replaced by its average over the task's inputs at the same named position, and the
 * output's divergence measured. It says whether an activation matters at all, not what for.
 *
 * @param model whose activations
 * @param answer position of the answer token that is predicted
 * @param inputs admitted inputs
 */
public record MeanAblation(ProbedModel model, String answer, Predicate<int[]> inputs) {

    private static final int AVERAGED = 2000;

    /**
     * Returns the effect of ablating each activation alone, over {@code count} inputs. Interrupted, it has the batches of inputs
     * that were finished, or of the first batch the activations that were ablated.
     */
    public AblationEffects measure(List<Patch> patches, int count, long seed, WorkRunner runner) {
        RandomGenerator random = new SplittableRandom(seed);
        List<int[]> averaged = AnsweredInputs.draw(model.task(), answer, inputs, AVERAGED, random);
        return measure(patches, averaged, AnsweredInputs.draw(model.task(), answer, inputs, count, random), runner);
    }

    /** As above, over inputs of one's own, which all have the answer; means are still of drawn ones. */
    public AblationEffects measure(List<Patch> patches, List<int[]> ablated, long seed, WorkRunner runner) {
        List<int[]> averaged = AnsweredInputs.draw(model.task(), answer, inputs, AVERAGED, new SplittableRandom(seed));
        return measure(patches, averaged, ablated, runner);
    }

    private AblationEffects measure(List<Patch> patches, List<int[]> averaged, List<int[]> ablated, WorkRunner runner) {
        patches.forEach(patch -> model.require(patch.site()));
        double averaging = AVERAGED / (AVERAGED + (double) ablated.size() * patches.size());
        Map<Patch, float[]> means = new ActivationMeans(model, patches).over(averaged, runner.within(0, averaging));
        Findings findings = new Findings();
        int done = runner.within(averaging, 1)
                .inSmallSteps()
                .run(
                        ablated,
                        bytes(means.keySet()),
                        batch -> ablate(batch, means),
                        (batch, found) -> findings.add(found));
        return findings.effects(done, means.size());
    }

    private long bytes(Set<Patch> patches) {
        long sites = patches.stream().map(Patch::site).distinct().count();
        return KeptRun.bytes(model, model.task().maxLength(), sites) + Divergence.bytes(model);
    }

    /** Ablates one activation after the other in some inputs, until it is interrupted; only of the first inputs a part is kept. */
    private Findings ablate(Batch<int[]> batch, Map<Patch, float[]> means) {
        List<int[]> rows = batch.items();
        Task task = model.task();
        int[] outputs = rows.stream()
                .mapToInt(input -> Positions.resolve(task, input, answer) - 1)
                .toArray();
        Set<ActivationSite> sites = means.keySet().stream().map(Patch::site).collect(Collectors.toSet());
        Findings findings = new Findings();
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            PatchedRuns runs = new PatchedRuns(model, scratch, rows, outputs, sites);
            NDArray clean = runs.kept().logits(runs.clean(scratch));
            Iterator<Map.Entry<Patch, float[]>> next = means.entrySet().iterator();
            while (next.hasNext() && !Thread.currentThread().isInterrupted()) {
                Map.Entry<Patch, float[]> mean = next.next();
                Patch patch = mean.getKey();
                try (NDManager step = scratch.newSubManager()) {
                    NDArray vector = step.create(mean.getValue()).reshape(1, -1);
                    Replacement replacement =
                            new Replacement(patch.site(), patch.positions(task, rows), vector.repeat(0, rows.size()));
                    findings.tally.count(patch, replacement.positions(), outputs, runs.unchanged(step, replacement));
                    NDArray patched = runs.kept().logits(runs.patchedAll(step, List.of(replacement)));
                    findings.of(patch).add(Divergence.between(clean, patched), rows, outputs);
                }
                batch.heard().accept((double) findings.byPatch.size() / means.size());
            }
        }
        if (findings.byPatch.isEmpty() || findings.byPatch.size() < means.size() && batch.from() > 0) {
            throw new CancellationException();
        }
        return findings;
    }

    /** What was found so far, in some inputs. */
    private static final class Findings {

        private final Map<Patch, Losses> byPatch = new LinkedHashMap<>();
        private final PatchTally tally = new PatchTally(List.of());

        Losses of(Patch patch) {
            return byPatch.computeIfAbsent(patch, first -> new Losses());
        }

        void add(Findings other) {
            other.byPatch.forEach((patch, losses) -> of(patch).add(losses));
            tally.add(other.tally);
        }

        AblationEffects effects(int inputs, int asked) {
            List<String> warnings = new ArrayList<>(tally.warnings());
            if (byPatch.size() < asked) {
                warnings.add(
                        0,
                        String.format(
                                Locale.ROOT,
                                "Interrupted: %,d of %,d activations were ablated.",
                                byPatch.size(),
                                asked));
            }
            return new AblationEffects(
                    inputs,
                    byPatch.entrySet().stream()
                            .map(one -> one.getValue().cell(one.getKey()))
                            .toList(),
                    warnings);
        }
    }

    /** What was lost by ablating one activation, one number an input. */
    private static final class Losses {

        private final List<Double> divergences = new ArrayList<>();
        private final List<Double> probabilities = new ArrayList<>();
        private Proportion changed = new Proportion(0, 0);

        void add(Divergence divergence, List<int[]> rows, int[] outputs) {
            for (int row = 0; row < rows.size(); row++) {
                divergences.add((double) divergence.nats()[row]);
                probabilities.add(divergence.loss(row, rows.get(row)[outputs[row] + 1]));
                changed = changed.plus(Proportion.of(divergence.changed(row)));
            }
        }

        void add(Losses more) {
            divergences.addAll(more.divergences);
            probabilities.addAll(more.probabilities);
            changed = changed.plus(more.changed);
        }

        AblationEffects.Cell cell(Patch patch) {
            return new AblationEffects.Cell(patch.toString(), effect(divergences), effect(probabilities), changed);
        }

        private static Effect effect(List<Double> values) {
            return Effect.of(values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
