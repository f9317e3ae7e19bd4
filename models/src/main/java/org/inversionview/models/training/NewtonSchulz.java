package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.inversionview.models.engine.Torch;

/**
 * Pushes the singular values of matrices towards 1 by five steps of a Newton-Schulz iteration, X ← (aI + bG + cG²) X with
 * G = XXᵀ.
 *
 * <p>It goes on Y = c^¼ X, for which H = YYᵀ is √c G and the polynomial (H + b/√c I) H + aI: an operation less. Constants are
 * arrays that are made once: a number would become one at each use.
 */
final class NewtonSchulz {

    private static final int ITERATIONS = 5;
    private static final double[] QUINTIC = {3.4445, -4.7750, 2.0315};
    private static final float SMALLEST_NORM = 1e-7f;

    private final NDArray constant; // aI (m, m)
    private final NDArray linear; // b/√c I (m, m)
    private final NDArray scale; // c^¼
    private final NDArray smallestNorm;

    /**
     * Prepares the iteration.
     *
     * @param manager owns the constants
     * @param rows m, of the matrices
     */
    NewtonSchulz(NDManager manager, int rows) {
        this.constant = manager.eye(rows).muli(QUINTIC[0]);
        this.linear = manager.eye(rows).muli(QUINTIC[1] / Math.sqrt(QUINTIC[2]));
        this.scale = manager.create((float) Math.pow(QUINTIC[2], 0.25));
        this.smallestNorm = manager.create(SMALLEST_NORM);
    }

    /** Returns the matrices (k, m, n), m ≤ n, orthogonalised; overwrites those that it is given. */
    NDArray of(NDArray matrices) {
        NDArray norms =
                matrices.mul(matrices).sum(new int[] {1, 2}, true).sqrt().addi(smallestNorm);
        NDArray y = matrices.divi(norms).muli(scale);
        for (int i = 0; i < ITERATIONS; i++) {
            NDArray gram = Torch.product(y, Torch.transposed(y)); // (k, m, m)
            NDArray polynomial = Torch.product(gram.add(linear), gram).addi(constant);
            y = Torch.product(polynomial, y);
        }
        return y.divi(scale);
    }
}
