package org.inversionview.models.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says of its tensors, checked: each lies in the file, has as many bytes as its shape and type take,
 * and together they are the file, without overlap or gap.
 */
record WeightHeader(List<Tensor> tensors) {

    /** GPT-2's own header has 15 thousand bytes. */
    private static final int LONGEST = StrictJson.MOST_BYTES;

    private static final int MOST_DIMENSIONS = 8;

    WeightHeader {
        tensors = List.copyOf(tensors);
    }

    /** How numbers are stored; those of other types than float are not read. */
    enum Type {
        F64(8),
        F32(4),
        F16(2),
        BF16(2),
        I64(8),
        U64(8),
        I32(4),
        U32(4),
        I16(2),
        U16(2),
        I8(1),
        U8(1),
        BOOL(1),
        F8_E4M3(1),
        F8_E5M2(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        boolean isFloat() {
            return this == F64 || this == F32 || this == F16 || this == BF16;
        }

        static Optional<Type> named(String name) {
            return Arrays.stream(values())
                    .filter(type -> type.name().equals(name))
                    .findFirst();
        }
    }

    /**
     * Where a tensor is.
     *
     * @param from its first byte in the file
     * @param to the byte after its last
     */
    record Tensor(String name, Type type, Shape shape, long from, long to) {

        /** Returns its name for a message. */
        String shown() {
            return OneLine.brief(name);
        }
    }

    /** The header as it is written. */
    private record Written(
            @JsonProperty("__metadata__") @Nullable Map<String, String> metadata,
            @JsonAnySetter @Nullable Map<String, Entry> tensors) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Entry(String dtype, long[] shape, long[] dataOffsets) {
        Entry {
            Objects.requireNonNull(dtype, "dtype");
            Objects.requireNonNull(shape, "shape");
            Objects.requireNonNull(dataOffsets, "data_offsets");
        }
    }

    /** Returns the tensors of float types by name, in the header's order. */
    Map<String, Tensor> floats() {
        Map<String, Tensor> floats = new LinkedHashMap<>();
        tensors.stream().filter(tensor -> tensor.type().isFloat()).forEach(tensor -> floats.put(tensor.name(), tensor));
        return floats;
    }

    /**
     * Reads a file's header.
     *
     * @throws IOException naming what is wrong with the file
     */
    static WeightHeader read(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new IOException("%s is no safetensors file: it has %s bytes".formatted(file, size));
        }
        long length = bytes(channel, 0, Long.BYTES, file).getLong();
        if (length < 2 || length > LONGEST) {
            throw new IOException(
                    "%s is no safetensors file: it announces a header of %s bytes".formatted(file, length));
        }
        long start = Long.BYTES + length;
        if (start > size) {
            throw new IOException("%s is truncated: its header has %s bytes, the file %s; fetch it again"
                    .formatted(file, length, size));
        }
        byte[] json = bytes(channel, Long.BYTES, (int) length, file).array();
        Written written = StrictJson.parse(
                json, "%s is no safetensors file: its header".formatted(file), Written.class, "fetch it again");
        List<Tensor> tensors = new ArrayList<>();
        for (Map.Entry<String, Entry> entry : Objects.requireNonNullElse(written.tensors(), Map.<String, Entry>of())
                .entrySet()) {
            tensors.add(new Place(file, start, size, entry.getKey()).tensor(entry.getValue()));
        }
        requireWhole(file, tensors, start, size);
        return new WeightHeader(tensors);
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int count, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("%s became shorter while it was read".formatted(file));
            }
        }
        return bytes.flip();
    }

    /** A tensor's place in a file whose data begin at {@code start}. */
    private record Place(Path file, long start, long size, String name) {

        Tensor tensor(@Nullable Entry entry) throws IOException {
            if (entry == null) {
                throw damaged("is null");
            }
            Type type = Type.named(entry.dtype())
                    .orElseThrow(() -> damaged("has the unknown type " + OneLine.brief(entry.dtype())));
            if (entry.dataOffsets().length != 2) {
                throw damaged("has %s data_offsets, not 2".formatted(entry.dataOffsets().length));
            }
            long from = entry.dataOffsets()[0];
            long to = entry.dataOffsets()[1];
            if (to > size - start) {
                throw new IOException("%s is truncated: tensor %s ends at byte %s, the file at %s; fetch it again"
                        .formatted(file, OneLine.brief(name), Math.max(to, start + to), size));
            }
            Shape shape = shape(entry.shape());
            if (from < 0 || to < from || to - from != exactBytes(shape, type)) {
                throw damaged("of shape %s and type %s has %s bytes".formatted(shape, type, to - from));
            }
            return new Tensor(name, type, shape, start + from, start + to);
        }

        private Shape shape(long[] dimensions) throws IOException {
            if (dimensions.length > MOST_DIMENSIONS) {
                throw damaged("has %s dimensions".formatted(dimensions.length));
            }
            for (long dimension : dimensions) {
                if (dimension < 0) {
                    throw damaged("has a dimension of " + dimension);
                }
            }
            return new Shape(dimensions);
        }

        private long exactBytes(Shape shape, Type type) throws IOException {
            try {
                long bytes = type.bytes();
                for (long dimension : shape.getShape()) {
                    bytes = Math.multiplyExact(bytes, dimension);
                }
                return bytes;
            } catch (ArithmeticException e) {
                throw damaged("of shape %s has more numbers than can be counted".formatted(shape));
            }
        }

        private IOException damaged(String how) {
            return new IOException("%s is damaged: tensor %s %s".formatted(file, OneLine.brief(name), how));
        }
    }

    private static void requireWhole(Path file, List<Tensor> tensors, long start, long size) throws IOException {
        List<Tensor> inOrder = tensors.stream()
                .sorted(Comparator.comparingLong(Tensor::from).thenComparingLong(Tensor::to))
                .toList();
        long end = start;
        String before = "the header";
        for (Tensor tensor : inOrder) {
            if (tensor.from() < end) {
                throw new IOException(
                        "%s is damaged: tensors %s and %s overlap".formatted(file, before, tensor.shown()));
            }
            if (tensor.from() > end) {
                throw new IOException("%s is damaged: %s bytes before tensor %s belong to none"
                        .formatted(file, tensor.from() - end, tensor.shown()));
            }
            end = tensor.to();
            before = tensor.shown();
        }
        if (end < size) {
            throw new IOException(
                    "%s is damaged: its last %s bytes belong to no tensor; fetch it again".formatted(file, size - end));
        }
    }
}
