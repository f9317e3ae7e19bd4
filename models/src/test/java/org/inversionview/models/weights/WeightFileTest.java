package org.inversionview.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.inversionview.models.SafetensorsWriter;
import org.inversionview.models.SafetensorsWriter.Format;
import org.inversionview.models.engine.PyTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightFileTest {

    private final NDManager manager = PyTorch.open(Device.cpu());

    @AfterEach
    void release() {
        manager.close();
    }

    private NDArray named(String name, float[] values, Shape shape) {
        NDArray array = manager.create(values, shape);
        array.setName(name);
        return array;
    }

    private float[] values(Map<String, NDArray> tensors, String name) {
        return WeightFile.require(tensors, name, new Shape(4)).toFloatArray();
    }

    @Test
    void what_is_written_is_read(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/weights.safetensors");
        float[] values = {1.5f, -0.1f, Float.MIN_VALUE, 3e38f, 0, -7};
        WeightFile.write(file, new NDList(named("a", values, new Shape(2, 3)), named("b", values, new Shape(6))));

        Map<String, NDArray> read = WeightFile.read(manager, file);

        assertThat(read).containsOnlyKeys("a", "b");
        assertThat(WeightFile.require(read, "a", new Shape(2, 3)).toFloatArray())
                .containsExactly(values);
        assertThat(WeightFile.require(read, "b", new Shape(6)).toFloatArray()).containsExactly(values);
    }

    @Test
    void the_hash_is_taken_although_the_thread_was_interrupted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        Thread.currentThread().interrupt();
        try {
            assertThat(WeightFile.sha256(file))
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void writing_replaces_the_file_and_leaves_nothing_beside_it(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights.safetensors");
        WeightFile.write(file, new NDList(named("a", new float[] {1}, new Shape(1))));
        WeightFile.write(file, new NDList(named("b", new float[] {2}, new Shape(1))));

        assertThat(WeightFile.read(manager, file)).containsOnlyKeys("b");
        assertThat(folder).isDirectoryContaining("glob:**/weights.safetensors");
        assertThat(names(folder)).containsExactly("weights.safetensors");
    }

    @Test
    void a_failed_write_leaves_the_old_file_and_nothing_beside_it(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights.safetensors");
        WeightFile.write(file, new NDList(named("a", new float[] {1}, new Shape(1))));
        NDArray closed = named("b", new float[] {2}, new Shape(1));
        closed.close();

        assertThatThrownBy(() -> WeightFile.write(file, new NDList(closed))).isInstanceOf(IllegalStateException.class);

        assertThat(names(folder)).containsExactly("weights.safetensors");
        assertThat(WeightFile.read(manager, file)).containsOnlyKeys("a");
    }

    @Test
    void a_write_onto_a_folder_leaves_nothing_beside_it(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Files.createDirectories(file.resolve("inside"));
        NDList arrays = new NDList(named("a", new float[] {1}, new Shape(1)));

        assertThatThrownBy(() -> WeightFile.write(file, arrays)).isInstanceOf(IOException.class);

        assertThat(names(folder)).containsExactly("weights.safetensors");
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void reads_every_float_format_as_float32(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("w");
        float[] exact = {1, -2.5f, 0, 0.15625f}; // exact in every format
        SafetensorsWriter writer = new SafetensorsWriter();
        for (Format format : new Format[] {Format.F32, Format.F16, Format.BF16, Format.F64}) {
            writer.add(format.name(), format, new Shape(4), exact);
        }
        writer.write(file);

        Map<String, NDArray> read = WeightFile.read(manager, file);

        assertThat(read).containsOnlyKeys("F32", "F16", "BF16", "F64");
        read.keySet().forEach(name -> assertThat(values(read, name)).as(name).containsExactly(exact));
    }

    @Test
    void reads_the_extremes_of_half_precision(@TempDir Path folder) throws IOException {
        byte[] header =
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + header.length + 8];
        file[0] = (byte) header.length;
        System.arraycopy(header, 0, file, 8, header.length);
        byte[] halves = {0x01, 0x00, (byte) 0xff, 0x7b, (byte) 0xff, (byte) 0xfb, 0x00, 0x3c}; // 2⁻²⁴, ±65504, 1
        System.arraycopy(halves, 0, file, 8 + header.length, 8);
        Files.write(folder.resolve("w"), file);

        assertThat(values(WeightFile.read(manager, folder.resolve("w")), "h"))
                .containsExactly((float) Math.pow(2, -24), 65504, -65504, 1);
    }

    @Test
    void leaves_integers_out(@TempDir Path folder) throws IOException {
        new SafetensorsWriter()
                .add("mask", Format.U8, new Shape(3), 1, 1, 0)
                .add("w", Format.F32, new Shape(1), 2)
                .write(folder.resolve("w"));
        assertThat(WeightFile.read(manager, folder.resolve("w"))).containsOnlyKeys("w");
    }

    @Test
    void says_when_there_is_no_file(@TempDir Path folder) {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessage("no weight file %s: it must be a safetensors file".formatted(file));
    }

    @Test
    void says_at_which_tensor_a_file_is_truncated(@TempDir Path folder) throws IOException {
        byte[] whole = new SafetensorsWriter()
                .add("first", Format.F32, new Shape(2), 1, 2)
                .add("second", Format.F32, new Shape(2), 3, 4)
                .bytes();
        Path file = folder.resolve("w");
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is truncated: tensor second ends at byte %s, the file at %s; fetch it again"
                        .formatted(file, whole.length, whole.length - 3));
    }

    @Test
    void says_when_the_header_is_truncated(@TempDir Path folder) throws IOException {
        byte[] whole = new SafetensorsWriter()
                .add("first", Format.F32, new Shape(2), 1, 2)
                .bytes();
        Path file = folder.resolve("w");
        Files.write(file, Arrays.copyOf(whole, 20));
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is truncated: its header has %s bytes, the file 20; fetch it again"
                        .formatted(file, whole.length - 16));
    }

    @Test
    void says_when_it_is_no_safetensors_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("w");
        Files.writeString(file, "tiny");
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .hasMessage("%s is no safetensors file: it has 4 bytes".formatted(file));
        Files.writeString(file, "PK\3\4 a zip archive, as PyTorch writes");
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("%s is no safetensors file: it announces a header of ".formatted(file));
        Files.write(file, new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 'd'});
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is no safetensors file: its header is not JSON (line 1, column 1); fetch it again"
                        .formatted(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2] | [0,4] | (2) | 4",
                "[2] | [4,0] | (2) | -4",
                "[3,2] | [0,8] | (3, 2) | 8",
                "[2] | [-8,0] | (2) | 8"
            })
    void says_which_tensor_is_damaged(String shape, String offsets, String printed, int bytes, @TempDir Path folder)
            throws IOException {
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}".formatted(shape, offsets);
        byte[] file = new byte[8 + header.length() + 8];
        file[0] = (byte) header.length();
        System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, file, 8, header.length());
        Files.write(folder.resolve("w"), file);
        assertThatThrownBy(() -> WeightFile.read(manager, folder.resolve("w")))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is damaged: tensor w of shape %s and type F32 has %s bytes"
                        .formatted(folder.resolve("w"), printed, bytes));
    }

    /** Writes a file of that header and so many bytes of zeros behind it. */
    private static Path file(Path folder, String header, int bytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(
                folder.resolve("w"),
                ByteBuffer.allocate(Long.BYTES + json.length + bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"F32\",\"shape\":[2],\"data_offsets\":[0,4] | ` is damaged: tensor w of shape (2) and type F32 has 4 bytes`",
                "\"F32\",\"shape\":[2],\"data_offsets\":[0] | ` is damaged: tensor w has 1 data_offsets, not 2`",
                "\"F32\",\"shape\":[-2],\"data_offsets\":[0,8] | ` is damaged: tensor w has a dimension of -2`",
                "\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8] | ` is damaged: tensor w of shape (4294967296, 4294967296) has more numbers than can be counted`",
                "\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0] | ` is damaged: tensor w of shape (4611686018427387904, 4) has more numbers than can be counted`",
                "\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807] | ` is truncated: tensor w ends at byte 9223372036854775807, the file at *`",
                "\"F31\",\"shape\":[2],\"data_offsets\":[0,8] | ` is damaged: tensor w has the unknown type F31`",
                "\"F32\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8] | ` is damaged: tensor w has 9 dimensions`",
                "\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8] | ` is no safetensors file: its header: w.shape.0 is \"2\": it must be a whole number`",
                "\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8] | ` is no safetensors file: its header: w.shape.0 is 2.0: it must be a whole number`",
                "\"F32\",\"shape\":2,\"data_offsets\":[0,8] | ` is no safetensors file: its header: w.shape is 2: it must be a list`",
                "\"F32\",\"data_offsets\":[0,8] | ` is no safetensors file: its header: w.shape is missing`",
                "32,\"shape\":[2],\"data_offsets\":[0,8] | ` is no safetensors file: its header: w.dtype is 32: it must be a text`",
            })
    void a_tensor_is_what_its_header_says(String entry, String problem, @TempDir Path folder) throws IOException {
        Path file = file(folder, "{\"w\":{\"dtype\":" + entry + "}}", 8);
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + problem.replaceFirst("\\*$", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0,8] | [4,12] | 12 | tensors a and b overlap",
                "[0,8] | [0,8] | 8 | tensors a and b overlap",
                "[0,8] | [12,20] | 20 | 4 bytes before tensor b belong to none",
                "[0,8] | [8,16] | 20 | its last 4 bytes belong to no tensor; fetch it again",
            })
    void the_tensors_are_the_whole_file(String a, String b, int bytes, String problem, @TempDir Path folder)
            throws IOException {
        String tensor = "\"%s\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":%s}";
        Path file = file(folder, "{%s,%s}".formatted(tensor.formatted("a", a), tensor.formatted("b", b)), bytes);
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is damaged: %s", file, problem);
    }

    @Test
    void a_tensor_stands_there_once(@TempDir Path folder) throws IOException {
        String tensor = "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        assertThatThrownBy(() -> WeightFile.read(manager, file(folder, "{%s,%s}".formatted(tensor, tensor), 0)))
                .hasMessage(
                        "%s is no safetensors file: its header: field a stands there twice; fetch it again",
                        folder.resolve("w"));
    }

    @Test
    void a_number_that_float32_cannot_hold_is_named(@TempDir Path folder) throws IOException {
        Path file = file(folder, "{\"w\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, 1e300);
        Files.write(file, bytes);
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .hasMessageStartingWith("%s: tensor w holds Infinity at index 0: ".formatted(file));
    }

    @Test
    void weights_beyond_the_machine_s_memory_are_refused_before_they_take_any(@TempDir Path folder) throws IOException {
        long numbers = 1L << 38; // 1 TB: the file has them, as a hole
        Path file = file(
                folder,
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,%s]}}".formatted(numbers, 4 * numbers),
                0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), Files.size(file) + 4 * numbers - 1);
        } catch (IOException e) {
            Assumptions.abort("this file system has no files of that length");
        }
        assertThatThrownBy(() -> WeightFile.read(manager, file))
                .hasMessageStartingWith("%s holds weights of 1,048,576 MB, and this machine has ".formatted(file));
    }

    @Test
    void names_a_missing_and_a_misshapen_tensor() {
        Map<String, NDArray> tensors = Map.of("w", manager.zeros(new Shape(2, 3)));
        assertThatThrownBy(() -> WeightFile.require(tensors, "v", new Shape(3)))
                .hasMessage("the weights lack tensor v of shape (3)");
        assertThatThrownBy(() -> WeightFile.require(tensors, "w", new Shape(3, 2)))
                .hasMessage("tensor w has shape (2, 3): the configuration needs (3, 2)");
    }

    @Test
    void the_hash_is_sha256(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("w"), "abc"); // FIPS 180-2, appendix B.1
        assertThat(WeightFile.sha256(folder.resolve("w")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
