package org.inversionview.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Float16Utils;
import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.WrittenFile;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file: an 8-byte length, a JSON header, the tensors' bytes.
 *
 * <p>Reading goes through one small buffer into PyTorch's memory, so the weights stand in memory once, outside of what Java
 * limits, and files over 2 GiB are no matter; F16 and BF16 become float32. (DJL's own decoder wants the whole file in one
 * buffer and does not name what is wrong with it.) Writing goes through DJL.
 */
public final class WeightFile {

    private static final int FLOATS_AT_ONCE = 1 << 20;
    private static final int EXPONENT = 0x7f800000;

    private WeightFile() {}

    /**
     * Returns the file's tensors by name, as float32 (integers are left out), in the given manager.
     *
     * @throws IOException naming what is wrong with the file
     */
    public static Map<String, NDArray> read(NDManager manager, Path file) throws IOException {
        return read(manager, file, shapes(file));
    }

    /**
     * As above, of the tensors that are expected, and of no others. Nothing takes memory until all of them were found.
     *
     * @throws IllegalArgumentException naming the tensor that is missing or has another shape
     */
    public static Map<String, NDArray> read(NDManager manager, Path file, Map<String, Shape> expected)
            throws IOException {
        RegularFile.require(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<String, WeightHeader.Tensor> there =
                    WeightHeader.read(channel, file).floats();
            expected.forEach((name, shape) -> requireShape(name, shape(there.get(name)), shape));
            requireMemory(file, expected.values());
            Pieces pieces = new Pieces(channel, file);
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            for (String name : expected.keySet()) {
                tensors.put(name, floats(manager, pieces, Objects.requireNonNull(there.get(name))));
            }
            return tensors;
        }
    }

    /**
     * Returns the shapes of the file's tensors by name, integers left out; nothing else of it is read.
     *
     * @throws IOException naming what is wrong with the file
     */
    public static Map<String, Shape> shapes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("no weight file %s: it must be a safetensors file".formatted(file));
        }
        RegularFile.require(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            WeightHeader.read(channel, file).floats().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            return shapes;
        }
    }

    private static @Nullable Shape shape(WeightHeader.@Nullable Tensor tensor) {
        return tensor == null ? null : tensor.shape();
    }

    private static void requireMemory(Path file, Collection<Shape> shapes) throws IOException {
        long bytes = Float.BYTES * shapes.stream().mapToLong(Shape::size).sum();
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        if (bytes > memory) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s holds weights of %,d MB, and this machine has %,d MB of memory: choose a smaller model",
                    file,
                    bytes >> 20,
                    memory >> 20));
        }
    }

    private static NDArray floats(NDManager manager, Pieces pieces, WeightHeader.Tensor tensor) throws IOException {
        long size = tensor.shape().size();
        NDArray values = manager.create(tensor.shape());
        NDArray flat = values.reshape(size);
        for (long done = 0; done < size; done += FLOATS_AT_ONCE) {
            int count = (int) Math.min(FLOATS_AT_ONCE, size - done);
            ByteBuffer floats = pieces.floats(tensor, done, count);
            NDArray piece = manager.create(floats, new Shape(count), DataType.FLOAT32);
            flat.set(new NDIndex().addSliceDim(done, done + count), piece);
            piece.close();
        }
        flat.close();
        return values;
    }

    /** Reads through the same buffers again and again: they are outside of the heap, and collected late. */
    private static final class Pieces {

        private final FileChannel channel;
        private final Path file;
        private final ByteBuffer raw = buffer(Double.BYTES * FLOATS_AT_ONCE);
        private @Nullable ByteBuffer widened;

        private Pieces(FileChannel channel, Path file) {
            this.channel = channel;
            this.file = file;
        }

        private static ByteBuffer buffer(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** Returns numbers of a tensor, as float32, until the next call; {@code done} stand before them. */
        private ByteBuffer floats(WeightHeader.Tensor tensor, long done, int count) throws IOException {
            int bytes = tensor.type().bytes();
            fill(raw.clear().limit(count * bytes), tensor.from() + done * bytes);
            ByteBuffer floats = tensor.type() == WeightHeader.Type.F32 ? raw : widened(tensor.type(), count);
            int wrong = firstNotFinite(floats, count);
            if (wrong >= 0) {
                throw new IOException(
                        "%s: tensor %s holds %s at index %s: nothing can be computed with such weights; fetch or train them again"
                                .formatted(file, tensor.shown(), floats.getFloat(Float.BYTES * wrong), done + wrong));
            }
            return floats;
        }

        /** Returns where the first NaN or infinity stands, whose exponent's bits are all set; -1 if there is none. */
        private static int firstNotFinite(ByteBuffer floats, int count) {
            for (int i = 0; i < count; i++) {
                if ((floats.getInt(Float.BYTES * i) & EXPONENT) == EXPONENT) {
                    return i;
                }
            }
            return -1;
        }

        private ByteBuffer widened(WeightHeader.Type type, int count) {
            ByteBuffer floats = widened == null ? buffer(Float.BYTES * FLOATS_AT_ONCE) : widened;
            widened = floats;
            floats.clear();
            for (int i = 0; i < count; i++) {
                floats.putFloat(
                        Float.BYTES * i,
                        switch (type) {
                            case F16 -> Float16Utils.halfToFloat(raw.getShort(2 * i));
                            case BF16 -> Float.intBitsToFloat(raw.getShort(2 * i) << 16); // float32's upper half
                            default -> (float) raw.getDouble(8 * i);
                        });
            }
            return floats.limit(count * Float.BYTES);
        }

        private void fill(ByteBuffer buffer, long from) throws IOException {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, from + buffer.position()) < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
            }
            buffer.flip();
        }
    }

    /** Writes the arrays under their names, beside the file and then renamed: a reader never sees half a file. */
    public static void write(Path file, NDList arrays) throws IOException {
        WrittenFile.write(file, out -> arrays.encode(out, NDList.Encoding.SAFETENSORS));
    }

    /** Returns the SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        // a stream, not a channel: a training that is interrupted at its very end still writes its card
        try (InputStream in = RegularFile.open(file)) {
            return sha256(in);
        }
    }

    /** Returns the SHA-256 of a text, in hexadecimal. */
    public static String sha256(String text) throws IOException {
        return sha256(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Returns the tensor of that name if it has that shape.
     *
     * @throws IllegalArgumentException naming the tensor, its shape and the one expected
     */
    public static NDArray require(Map<String, NDArray> tensors, String name, Shape shape) {
        NDArray tensor = tensors.get(name);
        requireShape(name, tensor == null ? null : tensor.getShape(), shape);
        return Objects.requireNonNull(tensor);
    }

    /**
     * Checks a tensor's shape; {@code found} is null where there is no such tensor.
     *
     * @throws IllegalArgumentException naming the tensor, its shape and the one expected
     */
    public static void requireShape(String name, @Nullable Shape found, Shape expected) {
        if (found == null) {
            throw new IllegalArgumentException("the weights lack tensor %s of shape %s".formatted(name, expected));
        }
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                    "tensor %s has shape %s: the configuration needs %s".formatted(name, found, expected));
        }
    }
}
