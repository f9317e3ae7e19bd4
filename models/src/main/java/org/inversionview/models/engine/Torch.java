package org.inversionview.models.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch operations that DJL's public API lacks or does slowly.
 *
 * <p>A result belongs to the manager of its first operand, so the activation stands left and the parameter right.
 */
public final class Torch {

    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

    private Torch() {}

    /** Moves an array to a manager and returns it: for results whose first operand lives longer than they should. */
    public static NDArray in(NDManager manager, NDArray array) {
        array.attach(manager);
        return array;
    }

    /** Returns {@code x · weight + bias}; x: (…, in), weight: (in, out) as in GPT-2's Conv1D, bias: (out). */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return linearOf(x, in(x.getManager(), transposed(weight)), bias);
    }

    /** Returns the same of a weight that lies (out, in), as PyTorch's own function wants it. */
    public static NDArray linearOf(NDArray x, NDArray transposed, NDArray bias) {
        return JniUtils.linear(pt(x), pt(transposed), pt(bias));
    }

    /** Returns a view of x (…, m, n) with its last two axes swapped: (…, n, m). */
    public static NDArray transposed(NDArray x) {
        return JniUtils.transpose(pt(x), -2, -1);
    }

    /** Returns a view of x with two of its axes swapped, without asking for its shape first. */
    public static NDArray swapped(NDArray x, int one, int other) {
        return JniUtils.transpose(pt(x), one, other);
    }

    /** Returns the softmax of x over its last axis, float32. */
    public static NDArray softmax(NDArray x) {
        return JniUtils.softmax(pt(x), -1, DataType.FLOAT32);
    }

    /** Returns arrays one after the other along an axis, without asking for their shapes first. */
    public static NDArray concat(List<NDArray> parts, int axis) {
        NDArray joined = JniUtils.cat(parts.stream().map(Torch::pt).toArray(PtNDArray[]::new), axis);
        return in(parts.get(0).getManager(), joined);
    }

    /** Returns the matrix products x · y of (…, m, k) and (…, k, n), without asking for their shapes first. */
    public static NDArray product(NDArray x, NDArray y) {
        return JniUtils.matmul(pt(x), pt(y));
    }

    /** Returns x's numbers, counted flat, at the places (…), int64: (…). */
    public static NDArray take(NDArray x, NDArray places) {
        return JniUtils.take(pt(x), pt(places), pt(x).getManager());
    }

    /** Returns the layer norm of x over its last axis, of {@code width} numbers; gain and bias: (width). */
    public static NDArray layerNorm(NDArray x, int width, NDArray gain, NDArray bias, float epsilon) {
        return JniUtils.layerNorm(pt(x), new Shape(width), pt(gain), pt(bias), epsilon);
    }

    /** Returns the rows of {@code table} (N, D) that {@code ids} (…) name: (…, D), in the manager of ids. */
    public static NDArray embedding(NDArray ids, NDArray table) {
        return JniUtils.embedding(pt(ids), pt(table), false);
    }

    /** Returns the rows of x (N, …) at the indices, int64, as a copy. */
    public static NDArray rows(NDArray x, NDArray indices) {
        long rowSize = x.size() / x.getShape().get(0);
        long[] dimensions = x.getShape().getShape().clone();
        dimensions[0] = indices.size();
        return embedding(indices, x.reshape(-1, rowSize)).reshape(new Shape(dimensions));
    }

    /**
     * Returns what x (B, T, …) holds at one position of each row, (B, W) with all that follows T as one axis, in the given
     * manager.
     *
     * @param positions (B), from 0 to T − 1
     */
    public static NDArray at(NDManager manager, NDArray x, int[] positions) {
        long length = x.getShape().get(1);
        long[] flat = new long[positions.length];
        for (int row = 0; row < flat.length; row++) {
            flat[row] = row * length + positions[row];
        }
        NDArray vectors = in(manager, x.reshape(x.getShape().get(0) * length, -1));
        return embedding(manager.create(flat), vectors);
    }

    /** Returns a view of x from {@code start} to {@code end} (exclusive) on an axis. */
    public static NDArray slice(NDArray x, int axis, long start, long end) {
        return JniUtils.slice(pt(x), axis, start, end, 1);
    }

    /**
     * Overwrites {@code to} (N) where it stands, so that its views see it; {@link NDArray#copyTo} would have it stand elsewhere
     * from then on.
     *
     * @param from (N)
     */
    public static void overwrite(NDArray to, NDArray from) {
        JniUtils.indexSet(pt(to), pt(from), new long[] {0}, new long[] {to.size()}, new long[] {1});
    }

    /** Returns consecutive pieces of x (N) of the given sizes, as views whose gradients join in one operation. */
    public static List<NDArray> split(NDArray x, long[] sizes) {
        return JniUtils.split(pt(x), sizes, 0);
    }

    /**
     * Returns {@code x · factor}, through which gradients flow: {@code x.mul(factor)} keeps the factor for them in memory that
     * Java may collect before they are computed, and they are wrong then. This one lives as long as x's manager.
     */
    public static NDArray scaled(NDArray x, double factor) {
        return x.mul(x.getManager().create((float) factor));
    }

    /** Returns consecutive pieces of x along an axis, each of the given size there, as views. */
    public static List<NDArray> split(NDArray x, long size, int axis) {
        return JniUtils.split(pt(x), size, axis);
    }

    /** x · Φ(x), with the normal distribution's Φ. */
    public static NDArray gelu(NDArray x) {
        return x.getNDArrayInternal().gelu();
    }

    /** GPT-2's gelu (tanh form), as {@code x · σ(2u)} because {@code (1 + tanh u) / 2 = σ(2u)}: fewer operations. */
    public static NDArray geluNew(NDArray x) {
        double scale = 2 * SQRT_2_OVER_PI;
        NDArray inner = scaled(x.mul(x), 0.044715 * scale).add(scale).mul(x);
        return x.mul(inner.getNDArrayInternal().sigmoid());
    }

    /** Returns logits (…, V) of x (…, D): {@code x · weightᵀ + bias}, with weight (V, D) and bias (V) or none. */
    public static NDArray unembed(NDArray x, NDArray weight, @Nullable NDArray bias) {
        return bias == null
                ? x.getNDArrayInternal().linear(x, weight, null).get(0)
                : JniUtils.linear(pt(x), pt(weight), pt(bias));
    }

    /** Returns the pieces of x (…, k · size) along its last axis, each (…, size), as views. */
    public static NDList splitLast(NDArray x, long size) {
        return JniUtils.split(pt(x), size, x.getShape().dimension() - 1);
    }

    /** Returns x with a share of its numbers set to 0 and the rest scaled up; drawn from the engine's generator. */
    public static NDArray dropout(NDArray x, double share) {
        return JniUtils.dropout(pt(x), share, true);
    }

    public static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    /** Returns an additive causal mask (rows, rows + past): 0 where a row may look, −∞ where it would look ahead. */
    public static NDArray causalMask(NDManager manager, int rows, int past) {
        int columns = past + rows;
        float[] mask = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = past + row + 1; column < columns; column++) {
                mask[row * columns + column] = Float.NEGATIVE_INFINITY;
            }
        }
        return manager.create(mask, new Shape(rows, columns));
    }

    /** Returns a copy of the floats, through a direct buffer: far faster than DJL's float[] path for large arrays. */
    public static NDArray create(NDManager manager, float[] values, Shape shape) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return manager.create(buffer.asFloatBuffer(), shape);
    }

    /** Runs the body with gradients off; a new thread starts with them on. */
    public static GradientMode withoutGradient() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        return () -> JniUtils.setGradMode(before);
    }

    /** Switches gradients on for the calling thread until closed. */
    public static GradientMode withGradient() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        return () -> JniUtils.setGradMode(before);
    }

    /** Accumulates the gradient of a scalar loss into the leaves it was computed from. */
    public static void backward(NDArray loss) {
        JniUtils.backward(pt(loss), pt(loss.getManager().create(1f)), false, false);
    }

    /**
     * Makes arrays leaves of the graphs to come, and consecutive pieces of {@code gradient} their gradients: every backward pass
     * from then on adds to it in place.
     *
     * @param leaves not computed from anything that has a gradient; N numbers in all
     * @param gradient (N), zeros
     */
    public static void gatherGradients(List<NDArray> leaves, NDArray gradient) {
        leaves.forEach(leaf -> leaf.setRequiresGradient(true));
        try (NDManager scratch = gradient.getManager().newSubManager();
                GradientMode on = withGradient()) {
            List<NDArray> flat =
                    leaves.stream().map(leaf -> in(scratch, leaf.flatten())).toList();
            // a leaf without a gradient keeps the very array that flows to it, here a view of the one given
            JniUtils.backward(pt(concat(flat, 0)), pt(gradient), false, false);
        }
    }

    /**
     * What Adam remembers.
     *
     * @param mean running mean of the gradient, decaying by beta1
     * @param square running mean of its square, decaying by beta2
     */
    public record Moments(NDArray mean, double beta1, NDArray square, double beta2) {}

    /**
     * The numbers of one step of Adam.
     *
     * @param rate learning rate, by which the weights shrink: to 1 − rate · decay of themselves
     * @param step what mean / (√square + epsilon) is multiplied by
     */
    public record AdamStep(double rate, double step, double epsilon, double decay) {}

    /** Makes a step of AdamW on the weights (N) along the gradient (N), and brings the moments (N) up to date: in one call. */
    public static void adamW(NDArray weights, NDArray gradient, Moments moments, AdamStep numbers) {
        JniUtils.adamUpdate(
                pt(weights),
                pt(gradient),
                pt(moments.mean()),
                pt(moments.square()),
                (float) numbers.rate(),
                (float) numbers.step(),
                (float) numbers.decay(),
                1,
                -1, // no clipping
                (float) moments.beta1(),
                (float) moments.beta2(),
                (float) numbers.epsilon(),
                true);
    }

    /** Returns the CPU, or the GPU of that number. */
    public static Device device(int gpu) {
        return gpu < 0 ? Device.cpu() : Device.gpu(gpu);
    }

    private static PtNDArray pt(NDArray array) {
        return (PtNDArray) array;
    }

    /** A scope in which the thread's gradient mode differs. */
    @FunctionalInterface
    public interface GradientMode extends AutoCloseable {
        @Override
        void close();
    }
}
