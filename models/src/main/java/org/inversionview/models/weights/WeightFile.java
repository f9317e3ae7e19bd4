package org.inversionview.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Float16Utils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file: an 8-byte length, a JSON header, the tensors' bytes.
 *
 * <p>Reading goes through one small buffer into PyTorch's memory, so the weights stand in memory once, outside of what Java
 * limits, and files over 2 GiB are no matter; F16 and BF16 become float32. (DJL's own decoder wants the whole file in one
 * buffer and does not name what is wrong with it.) Writing goes through DJL.
 */
public final class WeightFile {

    private static final long LONGEST_HEADER = 100_000_000; // as in the reference implementation

    private static final int FLOATS_AT_ONCE = 1 << 20;

    private WeightFile() {}

    /**
     * Returns the file's tensors by name, as float32 (integers are left out), in the given manager.
     *
     * @throws IOException naming what is wrong with the file
     */
    public static Map<String, NDArray> read(NDManager manager, Path file) throws IOException {
        return read(manager, file, name -> true);
    }

    /** As above, of the tensors with a name that is wanted. */
    public static Map<String, NDArray> read(NDManager manager, Path file, Predicate<String> wanted) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no weight file %s: it must be a safetensors file".formatted(file));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = header(channel, file);
            Pieces pieces = new Pieces(channel);
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : header.tensors().properties()) {
                String name = entry.getKey();
                if (!name.equals("__metadata__") && wanted.test(name) && isFloat(entry.getValue())) {
                    tensors.put(name, tensor(manager, pieces, header, name, file));
                }
            }
            return tensors;
        }
    }

    private record Header(JsonNode tensors, long dataStart, long size) {}

    private static Header header(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new IOException("%s is no safetensors file: it has %d bytes".formatted(file, size));
        }
        long length = map(channel, 0, 8).getLong();
        if (length < 2 || length > LONGEST_HEADER) {
            throw new IOException(
                    "%s is no safetensors file: it announces a header of %d bytes".formatted(file, length));
        }
        if (8 + length > size) {
            throw new IOException("%s is truncated: its header has %d bytes, the file %d; fetch it again"
                    .formatted(file, length, size));
        }
        byte[] json = new byte[(int) length];
        map(channel, 8, length).get(json);
        try {
            JsonNode tensors = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
            return new Header(tensors, 8 + length, size);
        } catch (IOException e) {
            throw new IOException("%s is no safetensors file: its header is not JSON".formatted(file), e);
        }
    }

    private static boolean isFloat(JsonNode tensor) {
        String type = tensor.path("dtype").asText();
        return type.equals("F32") || type.equals("F16") || type.equals("BF16") || type.equals("F64");
    }

    private static NDArray tensor(NDManager manager, Pieces pieces, Header header, String name, Path file)
            throws IOException {
        JsonNode tensor = header.tensors().get(name);
        String type = tensor.path("dtype").asText();
        long[] dimensions = new long[tensor.path("shape").size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = tensor.path("shape").get(i).asLong();
        }
        Shape shape = new Shape(dimensions);
        long from = header.dataStart() + tensor.path("data_offsets").path(0).asLong();
        long to = header.dataStart() + tensor.path("data_offsets").path(1).asLong();
        int bytes = bytes(type);
        if (to > header.size()) {
            throw new IOException("%s is truncated: tensor %s ends at byte %d, the file at %d; fetch it again"
                    .formatted(file, name, to, header.size()));
        }
        if (from < header.dataStart() || to - from != bytes * shape.size()) {
            throw new IOException("%s is damaged: tensor %s of shape %s and type %s has %d bytes"
                    .formatted(file, name, shape, type, to - from));
        }
        return floats(manager, pieces, from, type, shape);
    }

    private static NDArray floats(NDManager manager, Pieces pieces, long from, String type, Shape shape)
            throws IOException {
        long size = shape.size();
        NDArray values = manager.create(shape);
        NDArray flat = values.reshape(size);
        for (long done = 0; done < size; done += FLOATS_AT_ONCE) {
            int count = (int) Math.min(FLOATS_AT_ONCE, size - done);
            ByteBuffer floats = pieces.floats(from + done * bytes(type), type, count);
            NDArray piece = manager.create(floats, new Shape(count), DataType.FLOAT32);
            flat.set(new NDIndex().addSliceDim(done, done + count), piece);
            piece.close();
        }
        flat.close();
        return values;
    }

    private static int bytes(String type) {
        return switch (type) {
            case "F64" -> 8;
            case "F32" -> 4;
            default -> 2;
        };
    }

    /** Reads through the same buffers again and again: they are outside of the heap, and collected late. */
    private static final class Pieces {

        private final FileChannel channel;
        private final ByteBuffer raw = buffer(Double.BYTES * FLOATS_AT_ONCE);
        private @Nullable ByteBuffer widened;

        private Pieces(FileChannel channel) {
            this.channel = channel;
        }

        private static ByteBuffer buffer(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** Returns the numbers that begin at that byte of the file, as float32, until the next call. */
        private ByteBuffer floats(long from, String type, int count) throws IOException {
            fill(raw.clear().limit(count * bytes(type)), from);
            if (type.equals("F32")) {
                return raw;
            }
            ByteBuffer floats = widened == null ? buffer(Float.BYTES * FLOATS_AT_ONCE) : widened;
            widened = floats;
            floats.clear();
            for (int i = 0; i < count; i++) {
                floats.putFloat(
                        4 * i,
                        switch (type) {
                            case "F16" -> Float16Utils.halfToFloat(raw.getShort(2 * i));
                            case "BF16" -> Float.intBitsToFloat(raw.getShort(2 * i) << 16); // float32's upper half
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

    private static ByteBuffer map(FileChannel channel, long from, long length) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the arrays under their names, beside the file and then renamed: a reader never sees half a file. */
    public static void write(Path file, NDList arrays) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
                arrays.encode(out, NDList.Encoding.SAFETENSORS);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Returns the SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        // a stream, not a channel: a training that is interrupted at its very end still writes its card
        try (InputStream in = Files.newInputStream(file)) {
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
        if (tensor == null) {
            throw new IllegalArgumentException("the weights lack tensor %s of shape %s".formatted(name, shape));
        }
        if (!tensor.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "tensor %s has shape %s: the configuration needs %s".formatted(name, tensor.getShape(), shape));
        }
        return tensor;
    }
}
