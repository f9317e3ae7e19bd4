package org.inversionview.models;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes safetensors files byte by byte, independently of the code under test. */
public final class SafetensorsWriter {

    /** How a tensor's numbers are stored. */
    public enum Format {
        F32,
        F16,
        BF16,
        F64,
        /** One byte a number, as a causal mask is kept. */
        U8
    }

    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    public SafetensorsWriter add(String name, Format format, Shape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (format) {
                case F32 -> bytes.putFloat(value);
                case F64 -> bytes.putDouble(value);
                case F16 -> bytes.putShort(half(value));
                case BF16 -> bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
                case U8 -> bytes.put((byte) value);
            }
        }
        int from = data.size();
        data.write(bytes.array(), 0, bytes.position());
        String dimensions =
                Arrays.stream(shape.getShape()).mapToObj(Long::toString).collect(Collectors.joining(","));
        entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%s,%s]}"
                .formatted(name, format, dimensions, from, data.size()));
        return this;
    }

    public byte[] bytes() {
        byte[] header = ("{\"__metadata__\":{\"format\":\"pt\"}" + (entries.isEmpty() ? "" : ",")
                        + String.join(",", entries) + "}")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data.toByteArray())
                .array();
    }

    public void write(Path file) throws IOException {
        Files.write(file, bytes());
    }

    /** The nearest IEEE half of a number below 65,504; what is too small for a normal half becomes 0. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int rounded = (bits & 0x7fffffff) + 0x1000; // half of the last place that is kept
        int exponent = (rounded >>> 23) - 127 + 15;
        return exponent <= 0 ? (short) sign : (short) (sign | exponent << 10 | rounded >>> 13 & 0x3ff);
    }
}
