package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;

/** The mean of each patch's activation over inputs, each at its own position of the patch's name. */
final class ActivationMeans {

    private final ProbedModel model;
    private final List<Patch> patches;
    private final Set<ActivationSite> sites;

    ActivationMeans(ProbedModel model, List<Patch> patches) {
        this.model = model;
        this.patches = patches;
        this.sites = patches.stream().map(Patch::site).collect(Collectors.toSet());
    }

    /** Returns the means (D), over those of the inputs that were run when the thread was interrupted. */
    Map<Patch, float[]> over(List<int[]> inputs, WorkRunner runner) {
        Map<Patch, Sum> sums = new LinkedHashMap<>();
        patches.forEach(
                patch -> sums.put(patch, new Sum(new double[model.config().width()], 0)));
        runner.run(
                inputs,
                model.bytesOfRun(model.task().maxLength(), sites.size()),
                batch -> sums(batch.items()),
                (batch, some) -> some.forEach((patch, sum) -> sums.merge(patch, sum, Sum::plus)));
        Map<Patch, float[]> means = new LinkedHashMap<>();
        sums.forEach((patch, sum) -> means.put(patch, sum.mean()));
        return means;
    }

    private Map<Patch, Sum> sums(List<int[]> inputs) {
        Map<Patch, Sum> sums = new LinkedHashMap<>();
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(sites);
            model.runUntilFull(model.batch(scratch, inputs), Hooks.NONE, cache);
            for (Patch patch : patches) {
                int[] positions = patch.positions(model.task(), inputs);
                sums.put(patch, Sum.of(scratch, cache.get(patch.site()), positions));
            }
        }
        return sums;
    }

    /** The sum (D) of one site's activations, and of how many. */
    private record Sum(double[] sum, int count) {

        /** Sums activations (B, T, D) at one position of each row, those with a negative one left out. */
        static Sum of(NDManager scratch, NDArray activations, int[] positions) {
            int[] admitted = Arrays.stream(positions).map(p -> Math.max(0, p)).toArray();
            float[] flat = Torch.at(scratch, activations, admitted).toFloatArray();
            double[] sum = new double[flat.length / positions.length];
            int count = 0;
            for (int row = 0; row < positions.length; row++) {
                for (int i = 0; i < sum.length && positions[row] >= 0; i++) {
                    sum[i] += flat[row * sum.length + i];
                }
                count += positions[row] >= 0 ? 1 : 0;
            }
            return new Sum(sum, count);
        }

        Sum plus(Sum other) {
            double[] both = new double[sum.length];
            Arrays.setAll(both, i -> sum[i] + other.sum[i]);
            return new Sum(both, count + other.count);
        }

        float[] mean() {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sum[i] / Math.max(1, count));
            }
            return mean;
        }
    }
}
