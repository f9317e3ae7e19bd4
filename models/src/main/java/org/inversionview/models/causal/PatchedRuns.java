package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

    int[] outputs() {
        return outputs;
    }

    /** Returns the final LayerNorm's outputs of the clean runs, (B, D). */
    NDArray clean(NDManager scratch) {
        return Torch.at(scratch, clean.normalized(), outputs);
    }

    /** Returns the final LayerNorm's outputs of the runs with replacements, (B, D). */
    NDArray patched(NDManager scratch, List<Replacement> replacements) {
        int first = replacements.stream().flatMapToInt(this::effective).min().orElse(Integer.MAX_VALUE);
        if (first == Integer.MAX_VALUE) {
            return clean(scratch);
        }
        int from = Math.min(first, Arrays.stream(outputs).min().orElse(0));
        NDArray normalized = clean.normalized(scratch, Replacement.hooks(replacements, from), from);
        return Torch.at(
                scratch,
                normalized,
                Arrays.stream(outputs).map(output -> output - from).toArray());
    }

    /** The positions at which a replacement can reach the output. */
    private IntStream effective(Replacement replacement) {
        return IntStream.range(0, outputs.length)
                .filter(row -> replacement.positions()[row] >= 0 && replacement.positions()[row] <= outputs[row])
                .map(row -> replacement.positions()[row]);
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
                .filter(row -> changes[row] <= SAME * sizes[row])
                .count();
    }
}
