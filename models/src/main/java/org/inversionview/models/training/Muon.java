package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.inversionview.models.engine.Torch;

/**
 * Orthogonalised momentum (Keller Jordan et al. 2024) for the hidden matrices.
 *
 * <p>The update of a matrix is its Nesterov momentum with all singular values pushed towards 1, times √max(1, out / in). The
 * momentum is flat, as the parameters are; its matrices are gathered into a few batches. Matrices that stand side by side in one
 * parameter, as queries, keys and values do, are treated each on its own.
 */
final class Muon implements Optimizer {

    private static final float MOMENTUM = 0.95f;

    private final double peak;
    private final double weightDecay;
    private final NDArray weights; // (N), as the next two
    private final NDArray gradient;
    private final NDArray momentum;
    private final NDArray decay; // a number would become an array at each use
    private final NDArray zero; // (1)
    private final List<MatrixBatch> batches;
    private final NDArray order; // (N)

    Muon(NDManager manager, FlatParameters parameters, double peak, double weightDecay) {
        this.peak = peak;
        this.weightDecay = weightDecay;
        long count = parameters.matrixCount();
        this.weights = Torch.slice(parameters.values(), 0, 0, count);
        this.gradient = Torch.slice(parameters.gradient(), 0, 0, count);
        this.momentum = manager.zeros(weights.getShape());
        this.decay = manager.create(MOMENTUM);
        this.zero = manager.zeros(new Shape(1));
        this.batches = count == 0 ? List.of() : MatrixBatch.of(manager, parameters);
        this.order = count == 0 ? zero : MatrixBatch.order(manager, batches, count);
    }

    @Override
    public void update(double rate, long step, NDManager scratch) {
        if (batches.isEmpty()) {
            return;
        }
        momentum.muli(decay).addi(gradient);
        NDArray nesterov = Torch.in(scratch, momentum.mul(decay)).addi(gradient);
        NDArray direction = Torch.concat(List.of(nesterov, zero), 0);
        List<NDArray> updates =
                batches.stream().map(batch -> batch.update(direction)).toList();
        NDArray update = Torch.take(Torch.concat(updates, 0), order);
        double lr = peak * rate;
        weights.muli(1 - lr * weightDecay).subi(update.muli(lr));
    }

    @Override
    public List<NDArray> state() {
        return List.of(momentum);
    }
}
