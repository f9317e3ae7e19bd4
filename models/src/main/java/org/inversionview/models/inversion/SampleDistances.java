package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.inversionview.models.engine.SideBySide;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;

/** Re-runs inputs through the probed model and measures how far their activations lie from a query activation. */
final class SampleDistances {

    private final ProbedModel model;
    private final WorkRunner runner;

    SampleDistances(ProbedModel model) {
        this(model, model.runner());
    }

    SampleDistances(ProbedModel model, WorkRunner runner) {
        this.model = model;
        this.runner = runner;
    }

    /**
     * Returns the distance at every position of every input: one array an input, as long as it. An interrupt does not end
     * it: what is to be measured was asked for before.
     */
    List<float[]> measure(List<int[]> inputs, ActivationSite site, QueryActivation z, Distance metric) {
        List<float[]> all = new ArrayList<>();
        int longest = inputs.stream().mapToInt(input -> input.length).max().orElse(1);
        runner.runToEnd(
                inputs,
                model.bytesOfRun(longest, 1),
                batch -> SideBySide.compute(
                        model.manager().getDevice(),
                        batch.size(),
                        (from, to) -> part(batch.items().subList(from, to), site, z, metric)),
                (batch, distances) -> all.addAll(distances));
        return all;
    }

    private List<float[]> part(List<int[]> inputs, ActivationSite site, QueryActivation z, Distance metric) {
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray query = scratch.create(z.values(), new Shape(1, 1, z.values().length));
            return measure(scratch, inputs, site, query, metric);
        }
    }

    /** As above, for one batch, with one query activation a row: (B, 1, D), or the same for all: (1, 1, D). */
    List<float[]> measure(
            NDManager scratch, List<int[]> inputs, ActivationSite site, NDArray queries, Distance metric) {
        ActivationCache cache = new ActivationCache(Set.of(site));
        model.runUntilFull(model.batch(scratch, inputs), Hooks.NONE, cache);
        float[] flat = metric.between(cache.get(site), queries).toFloatArray(); // (B, T)
        int longest = flat.length / inputs.size();
        List<float[]> rows = new ArrayList<>();
        for (int row = 0; row < inputs.size(); row++) {
            rows.add(Arrays.copyOfRange(flat, row * longest, row * longest + inputs.get(row).length));
        }
        return rows;
    }
}
