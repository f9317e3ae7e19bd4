package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.inversionview.models.engine.Torch;

/** Adam with decoupled weight decay (Loshchilov, Hutter 2019), on the part of the parameters from {@code from} on. */
final class AdamW implements Optimizer {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;
    private static final double EPSILON = 1e-8;

    private final double peak;
    private final double weightDecay;
    private final NDArray weights; // (N), as all that follow
    private final NDArray gradient;
    private final NDArray mean;
    private final NDArray square;

    AdamW(NDManager manager, FlatParameters parameters, long from, double peak, double weightDecay) {
        this.peak = peak;
        this.weightDecay = weightDecay;
        this.weights = Torch.slice(parameters.values(), 0, from, parameters.count());
        this.gradient = Torch.slice(parameters.gradient(), 0, from, parameters.count());
        this.mean = manager.zeros(weights.getShape());
        this.square = manager.zeros(weights.getShape());
    }

    @Override
    public void update(double rate, long step, NDManager scratch) {
        if (mean.size() == 0) {
            return;
        }
        double lr = peak * rate;
        double meanScale = 1 - Math.pow(BETA1, step + 1.0);
        double squareScale = Math.sqrt(1 - Math.pow(BETA2, step + 1.0)); // of the root
        Torch.adamW(
                weights,
                gradient,
                new Torch.Moments(mean, BETA1, square, BETA2),
                new Torch.AdamStep(lr, lr * squareScale / meanScale, EPSILON * squareScale, weightDecay));
    }

    @Override
    public List<NDArray> state() {
        return List.of(mean, square);
    }
}
