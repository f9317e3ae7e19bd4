package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.inversionview.models.engine.Batches;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.inversion.Proportion;
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
    private static final int ROWS_AT_ONCE = 500;

    /**
     * Returns the effect of ablating each activation alone, over {@code count} inputs. Interrupted, it has the batches of inputs
     * that were finished, and of the batch it was in the activations that were ablated: each has its own count.
     */
    public AblationEffects measure(List<Patch> patches, int count, long seed, RunListener listener) {
        patches.forEach(patch -> model.require(patch.site()));
        RandomGenerator random = new SplittableRandom(seed);
        List<int[]> averaged = AnsweredInputs.draw(model.task(), answer, inputs, AVERAGED, random);
        List<int[]> all = AnsweredInputs.draw(model.task(), answer, inputs, count, random);
        double runs = AVERAGED + (double) count * patches.size();
        Map<Patch, float[]> means = means(patches, averaged, made -> listener.on(made / runs));
        Map<Patch, Cells> cells = new LinkedHashMap<>();
        PatchTally tally = new PatchTally(List.of());
        long sites = patches.stream().map(Patch::site).distinct().count();
        int rows = Math.min(ROWS_AT_ONCE, model.rowsAtOnce(model.task().maxLength(), sites));
        int done = 0;
        while (done < count && !Thread.currentThread().isInterrupted()) {
            int from = done;
            int to = Math.min(count, from + rows);
            int ablated = ablate(
                    all.subList(from, to),
                    means,
                    cells,
                    tally,
                    patch -> listener.on(
                            (AVERAGED + (double) from * patches.size() + (double) (to - from) * patch) / runs));
            if (ablated < means.size() && from > 0) {
                break;
            }
            done = to;
        }
        List<String> warnings = new ArrayList<>(tally.warnings());
        if (cells.size() < means.size()) {
            warnings.add(0, "Interrupted: %,d of %,d activations were ablated.".formatted(cells.size(), means.size()));
        }
        return new AblationEffects(
                cells.isEmpty() ? 0 : done,
                cells.entrySet().stream()
                        .map(cell -> cell.getValue().cell(cell.getKey()))
                        .toList(),
                warnings);
    }

    /** What was found for one activation so far. */
    private static final class Cells {
        private final List<Double> divergences = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private Proportion changed = new Proportion(0, 0);

        void add(Divergence divergence, List<int[]> rows, int[] outputs) {
            for (int row = 0; row < rows.size(); row++) {
                divergences.add((double) divergence.nats()[row]);
                losses.add(divergence.loss(row, rows.get(row)[outputs[row] + 1]));
                changed = changed.plus(Proportion.of(divergence.changed(row)));
            }
        }

        AblationEffects.Cell cell(Patch patch) {
            return new AblationEffects.Cell(patch.toString(), effect(divergences), effect(losses), changed);
        }

        private static Effect effect(List<Double> values) {
            return Effect.of(values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /** The patches' means, of no use after an interrupt. */
    private Map<Patch, float[]> means(List<Patch> patches, List<int[]> averaged, IntConsumer done) {
        Map<Patch, Mean> means = new LinkedHashMap<>();
        patches.forEach(
                patch -> means.put(patch, new Mean(new double[model.config().width()])));
        Set<ActivationSite> sites = patches.stream().map(Patch::site).collect(Collectors.toSet());
        int length = model.task().maxLength();
        Batches.forEach(averaged, model.rowsAtOnce(length, sites.size()), (from, rows) -> {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                ActivationCache cache = new ActivationCache(sites);
                model.runUntilFull(model.batch(scratch, rows), Hooks.NONE, cache);
                means.forEach((patch, mean) -> mean.add(scratch, cache.get(patch.site()), positions(patch, rows)));
            }
            done.accept(from + rows.size());
        });
        Map<Patch, float[]> values = new LinkedHashMap<>();
        means.forEach((patch, mean) -> values.put(patch, mean.value()));
        return values;
    }

    /** The mean of one site's activations at positions of their own in each input. */
    private static final class Mean {
        private final double[] sum;
        private int count;

        Mean(double[] sum) {
            this.sum = sum;
        }

        /** Adds activations (B, T, D) at one position of each row, those with a negative one left out. */
        void add(NDManager scratch, NDArray activations, int[] positions) {
            int[] admitted = Arrays.stream(positions).map(p -> Math.max(0, p)).toArray();
            float[] flat = Torch.at(scratch, activations, admitted).toFloatArray();
            for (int row = 0; row < positions.length; row++) {
                for (int i = 0; i < sum.length && positions[row] >= 0; i++) {
                    sum[i] += flat[row * sum.length + i];
                }
                count += positions[row] >= 0 ? 1 : 0;
            }
        }

        float[] value() {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sum[i] / Math.max(1, count));
            }
            return mean;
        }
    }

    private int[] positions(Patch patch, List<int[]> of) {
        Task task = model.task();
        return of.stream()
                .mapToInt(input -> Positions.find(task, input, patch.position()).orElse(-1))
                .toArray();
    }

    /** Ablates one activation after the other in some inputs, until it is interrupted; returns how many. */
    private int ablate(
            List<int[]> rows, Map<Patch, float[]> means, Map<Patch, Cells> cells, PatchTally tally, IntConsumer done) {
        Task task = model.task();
        int[] outputs = rows.stream()
                .mapToInt(input -> Positions.resolve(task, input, answer) - 1)
                .toArray();
        Set<ActivationSite> sites = means.keySet().stream().map(Patch::site).collect(Collectors.toSet());
        int ablated = 0;
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
                            new Replacement(patch.site(), positions(patch, rows), vector.repeat(0, rows.size()));
                    tally.count(patch, replacement.positions(), outputs, runs.unchanged(step, replacement));
                    NDArray patched = runs.kept().logits(runs.patchedAll(step, List.of(replacement)));
                    cells.computeIfAbsent(patch, first -> new Cells())
                            .add(Divergence.between(clean, patched), rows, outputs);
                }
                done.accept(++ablated);
            }
        }
        return ablated;
    }
}
