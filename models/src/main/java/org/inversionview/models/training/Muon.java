package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.inversionview.models.engine.Torch;

/**
 * Orthogonalised momentum (Keller Jordan et al. 2024) for the hidden matrices.
 *
 * <p>The update of a matrix is its Nesterov momentum with all singular values pushed towards 1 by five steps of a
 * Newton-Schulz iteration, times √max(1, out / in). Matrices of one shape are treated as one batch; those that stand side
 * by side in one parameter, as queries, keys and values do, each on its own.
 */
final class Muon implements Optimizer {

    private static final double MOMENTUM = 0.95;
    private static final int ITERATIONS = 5;
    private static final double[] QUINTIC = {3.4445, -4.7750, 2.0315};

    private final double peak;
    private final double weightDecay;
    private final NDArray momentum;
    private final List<FlatParameters.Matrices> matrices;
    private final long[] sizes;

    Muon(NDManager manager, FlatParameters parameters, double peak, double weightDecay) {
        this.peak = peak;
        this.weightDecay = weightDecay;
        this.matrices = parameters.matrices();
        this.sizes = matrices.stream().mapToLong(m -> m.shape().size()).toArray();
        this.momentum = manager.zeros(new Shape(LongStream.of(sizes).sum()));
    }

    @Override
    public void update(FlatParameters parameters, NDArray gradient, double rate, long step, NDManager scratch) {
        if (sizes.length == 0) {
            return;
        }
        NDArray g = Torch.slice(gradient, 0, 0, momentum.size());
        momentum.muli(MOMENTUM).addi(g);
        NDArray nesterov = g.add(Torch.in(scratch, momentum.mul(MOMENTUM)));
        List<NDArray> pieces = Torch.split(nesterov, sizes);
        NDArray[] updates = new NDArray[pieces.size()];
        byShape().forEach((of, indices) -> {
            NDList same = new NDList();
            indices.forEach(i -> same.addAll(apart(pieces.get(i).reshape(of.shape()), of.count())));
            NDArray orthogonal = orthogonalise(NDArrays.stack(same)); // (k, in, out)
            double scale = Math.sqrt(Math.max(
                    1, (double) of.shape().get(1) / of.count() / of.shape().get(0)));
            for (int k = 0; k < indices.size(); k++) {
                NDList parts = new NDList();
                for (int part = 0; part < of.count(); part++) {
                    parts.add(orthogonal
                            .get((long) k * of.count() + part)
                            .mul(scale * of.rates().get(part)));
                }
                updates[indices.get(k)] = NDArrays.concat(parts, 1).flatten();
            }
        });
        double lr = peak * rate;
        NDArray own = Torch.in(scratch, Torch.slice(parameters.values(), 0, 0, momentum.size()));
        own.muli(1 - lr * weightDecay).subi(NDArrays.concat(new NDList(updates)).muli(lr));
    }

    /** The matrices of a parameter (in, count · out), (in, out) each. */
    private static NDList apart(NDArray parameter, int count) {
        return count == 1
                ? new NDList(parameter)
                : Torch.splitLast(parameter, parameter.getShape().get(1) / count);
    }

    private Map<FlatParameters.Matrices, List<Integer>> byShape() {
        Map<FlatParameters.Matrices, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < matrices.size(); i++) {
            groups.computeIfAbsent(matrices.get(i), shape -> new ArrayList<>()).add(i);
        }
        return groups;
    }

    /** (k, in, out) → the same with singular values near 1. */
    private static NDArray orthogonalise(NDArray matrices) {
        boolean tall = matrices.getShape().get(1) > matrices.getShape().get(2);
        NDArray x = tall ? matrices.transpose(0, 2, 1) : matrices;
        x = x.div(x.mul(x).sum(new int[] {1, 2}, true).sqrt().add(1e-7));
        for (int i = 0; i < ITERATIONS; i++) {
            NDArray gram = x.matMul(x.transpose(0, 2, 1));
            NDArray polynomial = gram.mul(QUINTIC[1]).addi(gram.matMul(gram).muli(QUINTIC[2]));
            x = x.mul(QUINTIC[0]).addi(polynomial.matMul(x));
        }
        return tall ? x.transpose(0, 2, 1) : x;
    }

    @Override
    public List<NDArray> state() {
        return List.of(momentum);
    }
}
