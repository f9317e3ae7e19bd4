package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.inversionview.models.engine.Torch;

/** Adam with decoupled weight decay (Loshchilov, Hutter 2019), on the part of the parameters from {@code from} on. */
final class AdamW implements Optimizer {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;
    private static final double EPSILON = 1e-8;

    private final long from;
    private final double peak;
    private final double weightDecay;
    private final NDArray mean;
    private final NDArray square;

    AdamW(NDManager manager, FlatParameters parameters, long from, double peak, double weightDecay) {
        this.from = from;
        this.peak = peak;
        this.weightDecay = weightDecay;
        this.mean = manager.zeros(new Shape(parameters.count() - from));
        this.square = manager.zeros(new Shape(parameters.count() - from));
    }

    @Override
    public void update(FlatParameters parameters, NDArray gradient, double rate, long step, NDManager scratch) {
        if (mean.size() == 0) {
            return;
        }
        NDArray g = Torch.slice(gradient, 0, from, gradient.size());
        mean.muli(BETA1).addi(g.mul(1 - BETA1));
        square.muli(BETA2).addi(g.mul(g).muli(1 - BETA2));
        double lr = peak * rate;
        double meanScale = 1 - Math.pow(BETA1, step + 1.0);
        double squareScale = 1 - Math.pow(BETA2, step + 1.0);
        NDArray all = parameters.values();
        NDArray own = Torch.in(scratch, Torch.slice(all, 0, from, all.size()));
        NDArray root = Torch.in(scratch, square.div(squareScale)).sqrt().addi(EPSILON);
        own.muli(1 - lr * weightDecay).subi(Torch.in(scratch, mean.div(root)).muli(lr / meanScale));
    }

    @Override
    public List<NDArray> state() {
        return List.of(mean, square);
    }
}
