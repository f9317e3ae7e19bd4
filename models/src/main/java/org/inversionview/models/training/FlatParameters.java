package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;

/**
 * All parameters of a model in one array and their gradient in another, so that an optimiser's step is a handful of operations
 * on them.
 *
 * <p>The parameters that an orthogonalising optimiser treats as matrices come first. Each parameter is a view of the array, made
 * once, and its gradient is a view of the gradient.
 */
public final class FlatParameters {

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Map<String, Shape> shapes;
    private final long[] sizes;
    private final List<Matrices> matrices;
    private final NDArray values;
    private final Map<String, NDArray> leaves;
    private final NDArray gradient;

    /**
     * Makes room for the named parameters.
     *
     * @param manager owns the arrays; lives as long as the training
     * @param shapes the parameters by name
     * @param hidden the relative learning rate of each hidden matrix that stands side by side with others in a parameter
     *     (in, out): three for queries, keys and values in one; nothing where it is none
     * @param initial gives a parameter's first values
     * @throws InvalidRequestException if there are more numbers than half of Java's memory holds
     */
    public FlatParameters(
            NDManager manager,
            Map<String, Shape> shapes,
            BiFunction<String, Shape, List<Double>> hidden,
            Initial initial) {
        this.shapes = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> putIf(!hidden.apply(name, shape).isEmpty(), name, shape));
        this.matrices = this.shapes.entrySet().stream()
                .map(entry -> new Matrices(entry.getValue(), hidden.apply(entry.getKey(), entry.getValue())))
                .toList();
        shapes.forEach((name, shape) -> putIf(hidden.apply(name, shape).isEmpty(), name, shape));
        this.sizes = this.shapes.values().stream().mapToLong(Shape::size).toArray();
        float[] flat = new float[count(sizes)];
        int offset = 0;
        for (Map.Entry<String, Shape> entry : this.shapes.entrySet()) {
            float[] own = initial.values(entry.getKey(), entry.getValue());
            System.arraycopy(own, 0, flat, offset, own.length);
            offset += own.length;
        }
        this.values = Torch.create(manager, flat, new Shape(flat.length));
        this.leaves = views(values, manager);
        this.gradient = manager.zeros(values.getShape());
        Torch.gatherGradients(leavesInOrder(), gradient);
    }

    private List<NDArray> leavesInOrder() {
        return shapes.keySet().stream()
                .map(name -> Objects.requireNonNull(leaves.get(name)))
                .toList();
    }

    /** Returns how many numbers there are, if they can be held. */
    private static int count(long[] sizes) {
        long count = LongStream.of(sizes).sum();
        long most = Math.min(LONGEST_ARRAY, Runtime.getRuntime().maxMemory() / (2 * Float.BYTES));
        if (count > most) {
            throw new InvalidRequestException(
                    "number of parameters",
                    String.format(Locale.ROOT, "%,d", count),
                    String.format(
                            Locale.ROOT,
                            "with this much memory (-Xmx) up to %,d can be trained: choose a smaller width or fewer layers",
                            most));
        }
        return (int) count;
    }

    private void putIf(boolean put, String name, Shape shape) {
        if (put) {
            shapes.put(name, shape);
        }
    }

    /** Gives a parameter its first values. */
    @FunctionalInterface
    public interface Initial {
        float[] values(String name, Shape shape);
    }

    /** Returns {@code count} draws from a normal distribution of mean 0. */
    public static float[] normal(RandomGenerator random, long count, double deviation) {
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** Returns {@code count} times the same value. */
    public static float[] constant(long count, float value) {
        float[] values = new float[(int) count];
        Arrays.fill(values, value);
        return values;
    }

    /** Returns the one array (N). */
    public NDArray values() {
        return values;
    }

    /** Returns how many numbers there are. */
    public long count() {
        return values.size();
    }

    /**
     * A parameter of hidden matrices.
     *
     * @param shape of the parameter, (in, out)
     * @param rates relative learning rate of each of the matrices of (in, out / rates) that it consists of, side by side
     */
    public record Matrices(Shape shape, List<Double> rates) {

        public Matrices {
            rates = List.copyOf(rates);
        }

        int count() {
            return rates.size();
        }
    }

    /** Returns the parameters of hidden matrices, in the array's order. */
    public List<Matrices> matrices() {
        return matrices;
    }

    /** Returns how many numbers at the array's start belong to hidden matrices. */
    public long matrixCount() {
        return LongStream.of(sizes).limit(matrices.size()).sum();
    }

    /** Returns what the loss's gradient adds up to (N), from all backward passes since it was last set to 0. */
    public NDArray gradient() {
        return gradient;
    }

    /**
     * Returns the parameters by name, the leaves of a loss's graph: views of the one array, whose gradients are views of the one
     * gradient.
     */
    public Map<String, NDArray> leaves() {
        return leaves;
    }

    /** Returns views by name of an array of this layout, such as averaged weights, in the given manager. */
    public Map<String, NDArray> views(NDArray flat, NDManager manager) {
        List<NDArray> pieces = Torch.split(flat, sizes);
        Map<String, NDArray> views = new HashMap<>();
        int i = 0;
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            NDArray piece = Torch.in(manager, pieces.get(i++));
            Shape shape = entry.getValue();
            views.put(entry.getKey(), shape.dimension() == 1 ? piece : piece.reshape(shape));
        }
        return views;
    }
}
