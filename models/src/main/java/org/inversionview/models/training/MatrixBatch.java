package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inversionview.models.engine.Torch;

/**
 * Hidden matrices as one array (k, m, n): those that have equally many rows when each lies with m ≤ n. The narrower ones end in
 * columns of zeros, which stay zeros in every product.
 *
 * @param places (k, m, n), int64: where in the flat array (N) of all hidden matrices each number stands; N where there is none
 * @param scales (k, 1, 1), what each matrix's update is multiplied by
 * @param iteration for matrices of m rows
 */
record MatrixBatch(NDArray places, NDArray scales, NewtonSchulz iteration) {

    /** A matrix that lies: its numbers' places (m, n). */
    private record Lying(NDArray places, double scale) {

        /** The matrix (in, out), turned where it stands. */
        static Lying of(NDArray places, double rate) {
            long in = places.getShape().get(0);
            long out = places.getShape().get(1);
            double scale = rate * Math.sqrt(Math.max(1, (double) out / in));
            return new Lying(in <= out ? places : places.transpose(), scale);
        }

        long rows() {
            return places.getShape().get(0);
        }

        long columns() {
            return places.getShape().get(1);
        }

        NDArray padded(long columns, long filling) {
            NDArray rest = places.getManager().full(new Shape(rows(), columns - columns()), filling, DataType.INT64);
            return NDArrays.concat(new NDList(places, rest), 1);
        }
    }

    /** Returns the batches of all hidden matrices. */
    static List<MatrixBatch> of(NDManager manager, FlatParameters parameters) {
        try (NDManager scratch = manager.newSubManager()) {
            long count = parameters.matrixCount();
            Map<Long, List<Lying>> byRows = new TreeMap<>();
            for (Lying matrix : lying(scratch, parameters.matrices(), count)) {
                byRows.computeIfAbsent(matrix.rows(), rows -> new ArrayList<>()).add(matrix);
            }
            return byRows.values().stream()
                    .map(alike -> joined(manager, alike, count))
                    .toList();
        }
    }

    private static List<Lying> lying(NDManager scratch, List<FlatParameters.Matrices> parameters, long count) {
        NDArray places =
                scratch.ones(new Shape(count), DataType.INT64).cumSum(0).subi(1); // 0 to N − 1
        List<NDArray> pieces = Torch.split(
                places, parameters.stream().mapToLong(of -> of.shape().size()).toArray());
        List<Lying> all = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            FlatParameters.Matrices of = parameters.get(i);
            NDList sideBySide = pieces.get(i).reshape(of.shape()).split(of.count(), 1);
            for (int part = 0; part < of.count(); part++) {
                all.add(Lying.of(sideBySide.get(part), of.rates().get(part)));
            }
        }
        return all;
    }

    private static MatrixBatch joined(NDManager manager, List<Lying> alike, long count) {
        long columns = alike.stream().mapToLong(Lying::columns).max().orElseThrow();
        NDList padded = new NDList(
                alike.stream().map(matrix -> matrix.padded(columns, count)).toList());
        float[] scales = new float[alike.size()];
        for (int k = 0; k < scales.length; k++) {
            scales[k] = (float) alike.get(k).scale();
        }
        return new MatrixBatch(
                Torch.in(manager, NDArrays.stack(padded)),
                manager.create(scales, new Shape(scales.length, 1, 1)),
                new NewtonSchulz(manager, (int) alike.get(0).rows()));
    }

    /** Returns where in all batches, one after the other, each of the N numbers stands: (N), int64. */
    static NDArray order(NDManager manager, List<MatrixBatch> batches, long count) {
        try (NDManager scratch = manager.newSubManager()) {
            NDList places = new NDList();
            batches.forEach(batch -> places.add(Torch.in(scratch, batch.places().flatten())));
            NDArray sorted = NDArrays.concat(places).argSort(); // the padding comes last
            return Torch.in(manager, Torch.slice(sorted, 0, 0, count).duplicate());
        }
    }

    /** Returns the update of every number in the batch, one after the other, for a direction (N + 1) that ends in 0. */
    NDArray update(NDArray direction) {
        return iteration.of(Torch.take(direction, places)).muli(scales).flatten();
    }
}
