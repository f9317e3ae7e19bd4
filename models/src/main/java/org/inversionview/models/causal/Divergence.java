package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.probed.ProbedModel;

/**
 * How far the distribution of the next token moved, by row. Shares its arrays, as nobody outside of this package sees them.
 *
 * @param nats KL(clean ‖ patched)
 * @param clean log-probabilities [row][V] of the clean runs
 * @param patched of the patched ones
 */
record Divergence(float[] nats, float[][] clean, float[][] patched) {

    /** Arrays as wide as the vocabulary that a comparison takes. */
    private static final int ARRAYS_OF_LOGITS = 6;

    /** Returns about how many bytes the comparison of two outputs of a model takes. */
    static long bytes(ProbedModel model) {
        return ARRAYS_OF_LOGITS * model.bytesOfLogits();
    }

    /** Compares logits (B, V). */
    static Divergence between(NDArray cleanLogits, NDArray patchedLogits) {
        NDArray p = Torch.in(patchedLogits.getManager(), cleanLogits.logSoftmax(-1));
        NDArray q = patchedLogits.logSoftmax(-1);
        NDArray nats = p.exp().mul(p.sub(q)).sum(new int[] {1});
        return new Divergence(nats.toFloatArray(), rows(p), rows(q));
    }

    private static float[][] rows(NDArray array) {
        float[] flat = array.toFloatArray();
        float[][] rows = new float[(int) array.getShape().get(0)][];
        int width = flat.length / rows.length;
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
        return rows;
    }

    /** Returns whether the likeliest token differs. */
    boolean changed(int row) {
        return likeliest(clean[row]) != likeliest(patched[row]);
    }

    /** Returns how much probability a token lost. */
    double loss(int row, int token) {
        return Math.exp(clean[row][token]) - Math.exp(patched[row][token]);
    }

    static int likeliest(float[] scores) {
        int best = 0;
        for (int token = 1; token < scores.length; token++) {
            best = scores[token] > scores[best] ? token : best;
        }
        return best;
    }
}
