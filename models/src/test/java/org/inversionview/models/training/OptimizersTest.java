package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.junit.jupiter.api.Test;

/** Both optimisers, three steps, against their formulas in doubles, each matrix on its own: equal to float32's rounding. */
class OptimizersTest {

    private static final double TOLERANCE = 2e-6; // of values around 0.5 that move by about 0.02 a step
    private static final double RATE = 0.02;
    private static final double DECAY = 0.1;
    private static final int STEPS = 3;

    /** Lying, standing and square ones, of equally many rows and of others, and two that stand side by side. */
    private static final Map<String, List<Double>> MATRICES = new LinkedHashMap<>();

    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        put("lying", new Shape(3, 8), 1.0);
        put("bias", new Shape(5));
        put("standing", new Shape(6, 3), 1.0);
        put("square", new Shape(3, 3), 1.0);
        put("beside", new Shape(4, 6), 0.1, 1.0); // two of (4, 3), which lie as (3, 4)
        put("other", new Shape(2, 7), 1.0);
    }

    private static void put(String name, Shape shape, Double... rates) {
        SHAPES.put(name, shape);
        MATRICES.put(name, List.of(rates));
    }

    private static FlatParameters parameters(NDManager manager) {
        return new FlatParameters(
                manager,
                SHAPES,
                (name, shape) -> Objects.requireNonNull(MATRICES.get(name)),
                (name, shape) -> FlatParameters.normal(new SplittableRandom(name.hashCode()), shape.size(), 0.5));
    }

    /** Gives an optimiser three gradients; returns these, and the parameters before and after. */
    private record Run(float[][] gradients, float[] before, float[] after) {

        static Run of(Optimizer optimizer, FlatParameters parameters, NDManager manager) {
            RandomGenerator random = new SplittableRandom(4);
            float[] before = parameters.values().toFloatArray();
            float[][] gradients = new float[STEPS][];
            for (int step = 0; step < STEPS; step++) {
                gradients[step] = FlatParameters.normal(random, parameters.count(), 0.3);
                try (NDManager scratch = manager.newSubManager();
                        Torch.GradientMode off = Torch.withoutGradient()) {
                    Torch.overwrite(parameters.gradient(), scratch.create(gradients[step]));
                    optimizer.update(1, step, scratch);
                }
            }
            return new Run(gradients, before, parameters.values().toFloatArray());
        }
    }

    @Test
    void muon_orthogonalises_each_matrix_s_momentum() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            FlatParameters parameters = parameters(manager);
            Run run = Run.of(new Muon(manager, parameters, RATE, DECAY), parameters, manager);
            double[] expected = Doubles.of(run.before());
            double[] momentum = new double[(int) parameters.matrixCount()];
            for (float[] gradient : run.gradients()) {
                for (int i = 0; i < momentum.length; i++) {
                    momentum[i] = 0.95 * momentum[i] + gradient[i];
                }
                int offset = 0;
                for (FlatParameters.Matrices of : parameters.matrices()) {
                    updateSideBySide(of, offset, momentum, gradient, expected);
                    offset += (int) of.shape().size();
                }
            }
            Doubles.assertClose(run.after(), expected);
        }
    }

    private static void updateSideBySide(
            FlatParameters.Matrices of, int offset, double[] momentum, float[] gradient, double[] values) {
        int rows = (int) of.shape().get(0);
        int all = (int) of.shape().get(1);
        int columns = all / of.rates().size();
        for (int part = 0; part < of.rates().size(); part++) {
            double[][] direction = new double[rows][columns];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int i = offset + row * all + part * columns + column;
                    direction[row][column] = gradient[i] + 0.95 * momentum[i];
                }
            }
            double[][] update = Doubles.orthogonalised(direction);
            double scale = of.rates().get(part) * Math.sqrt(Math.max(1, (double) columns / rows));
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int i = offset + row * all + part * columns + column;
                    values[i] = (1 - RATE * DECAY) * values[i] - RATE * scale * update[row][column];
                }
            }
        }
    }

    @Test
    void adam_steps_by_mean_over_root_of_the_square() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            FlatParameters parameters = parameters(manager);
            int from = (int) parameters.matrixCount() - 4; // wherever it begins
            Run run = Run.of(new AdamW(manager, parameters, from, RATE, DECAY), parameters, manager);
            double[] expected = Doubles.of(run.before());
            double[] mean = new double[expected.length];
            double[] square = new double[expected.length];
            for (int step = 0; step < STEPS; step++) {
                for (int i = from; i < expected.length; i++) {
                    double g = run.gradients()[step][i];
                    mean[i] = 0.9 * mean[i] + 0.1 * g;
                    square[i] = 0.99 * square[i] + 0.01 * g * g;
                    double m = mean[i] / (1 - Math.pow(0.9, step + 1));
                    double v = square[i] / (1 - Math.pow(0.99, step + 1));
                    expected[i] = (1 - RATE * DECAY) * expected[i] - RATE * m / (Math.sqrt(v) + 1e-8);
                }
            }
            Doubles.assertClose(run.after(), expected);
        }
    }

    /** Matrices and lists of doubles. */
    private static final class Doubles {

        static double[] of(float[] values) {
            double[] doubles = new double[values.length];
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = values[i];
            }
            return doubles;
        }

        static void assertClose(float[] found, double[] expected) {
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).as("number %s", i).isCloseTo(expected[i], within(TOLERANCE));
            }
        }

        /** X ← aX + (bXXᵀ + c(XXᵀ)²) X, five times, on X over its norm. */
        static double[][] orthogonalised(double[][] matrix) {
            double norm = 1e-7;
            double squares = 0;
            for (double[] row : matrix) {
                for (double value : row) {
                    squares += value * value;
                }
            }
            double[][] x = sum(matrix, 1 / (norm + Math.sqrt(squares)), matrix, 0);
            boolean tall = x.length > x[0].length;
            x = tall ? transposed(x) : x;
            for (int i = 0; i < 5; i++) {
                double[][] gram = product(x, transposed(x));
                double[][] polynomial = sum(gram, -4.7750, product(gram, gram), 2.0315);
                x = sum(x, 3.4445, product(polynomial, x), 1);
            }
            return tall ? transposed(x) : x;
        }

        static double[][] sum(double[][] x, double a, double[][] y, double b) {
            double[][] sum = new double[x.length][x[0].length];
            for (int row = 0; row < sum.length; row++) {
                for (int column = 0; column < sum[row].length; column++) {
                    sum[row][column] = a * x[row][column] + b * y[row][column];
                }
            }
            return sum;
        }

        static double[][] transposed(double[][] x) {
            double[][] turned = new double[x[0].length][x.length];
            for (int row = 0; row < x.length; row++) {
                for (int column = 0; column < x[row].length; column++) {
                    turned[column][row] = x[row][column];
                }
            }
            return turned;
        }

        static double[][] product(double[][] x, double[][] y) {
            double[][] product = new double[x.length][y[0].length];
            for (int row = 0; row < product.length; row++) {
                for (int column = 0; column < product[row].length; column++) {
                    for (int k = 0; k < y.length; k++) {
                        product[row][column] += x[row][k] * y[k][column];
                    }
                }
            }
            return product;
        }
    }
}
