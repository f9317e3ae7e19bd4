package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hook;
import org.inversionview.models.hooks.Hooks;

/**
 * What takes the place of one activation in every run of a batch. Shares its arrays, as nobody outside of this package sees
 * them.
 *
 * @param site of the activation
 * @param positions (B), of each run; −1 where it has none and stays as it is
 * @param same (B), whether the very same vector stands there already, so that nothing is to be done
 * @param vectors (B, D), what takes its place
 */
record Replacement(ActivationSite site, int[] positions, boolean[] same, NDArray vectors) {

    Replacement(ActivationSite site, int[] positions, NDArray vectors) {
        this(site, positions, new boolean[positions.length], vectors);
    }

    /** Returns whether a run is changed at or before a position. */
    boolean acts(int row, int output) {
        return positions[row] >= 0 && positions[row] <= output && !same[row];
    }

    /**
     * Returns the replacement for other runs.
     *
     * @param rows (N), of this batch's, that are run
     * @param here (N), whether the replacement is made there
     */
    Replacement of(int[] rows, boolean[] here, NDManager scratch) {
        int[] at = new int[rows.length];
        boolean[] done = new boolean[rows.length];
        for (int run = 0; run < rows.length; run++) {
            at[run] = here[run] ? positions[rows[run]] : -1;
            done[run] = same[rows[run]];
        }
        NDArray index = scratch.create(Arrays.stream(rows).asLongStream().toArray());
        return new Replacement(site, at, done, Torch.embedding(index, vectors));
    }

    /** Returns hooks that make the replacements in runs whose activations begin at position {@code first}. */
    static Hooks hooks(List<Replacement> replacements, int first) {
        Map<ActivationSite, Hook> hooks = new LinkedHashMap<>();
        for (Replacement replacement : replacements) {
            Hook earlier = hooks.get(replacement.site);
            hooks.put(
                    replacement.site,
                    activation -> replacement.in(earlier == null ? activation : earlier.apply(activation), first));
        }
        return new Hooks(hooks);
    }

    /** (B, T, D), or (B, T, H, d) with H · d = D → the same, replaced. */
    private NDArray in(NDArray activation, int first) {
        NDManager scratch = activation.getManager();
        Shape shape = activation.getShape();
        int batch = (int) shape.get(0);
        int length = (int) shape.get(1);
        float[] keep = new float[batch * length];
        float[] take = new float[batch * length];
        for (int row = 0; row < batch; row++) {
            for (int column = 0; column < length; column++) {
                boolean here = acts(row, first + column) && positions[row] == first + column;
                take[row * length + column] = here ? 1 : 0;
                keep[row * length + column] = here ? 0 : 1;
            }
        }
        Shape mask = new Shape(batch, length, 1);
        NDArray own = activation.reshape(batch, length, -1).mul(scratch.create(keep, mask));
        NDArray vector = Torch.in(scratch, vectors.expandDims(1)); // (B, 1, D)
        NDArray put = scratch.create(take, mask).mul(vector);
        return own.add(put).reshape(shape); // exact: one of the two is zero
    }
}
