package org.inversionview.models.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Files that were right once. */
public final class HostileFiles {

    private static final int MOST_EDITS = 4;

    /** Another salt makes other files of the same run. */
    private static final int SALT = Integer.getInteger("inversionview.fuzz.salt", 0);

    private HostileFiles() {}

    /** Returns JSON with some edits of its values, and of its bytes. */
    public static Arbitrary<byte[]> json(List<byte[]> right) {
        return Combinators.combine(Arbitraries.of(right), jsonEdits(), edits())
                .as((file, values, bytes) -> applied(
                        JsonEdit.applied(new String(file, StandardCharsets.UTF_8), values)
                                .getBytes(StandardCharsets.UTF_8),
                        bytes));
    }

    /** Returns safetensors files with some edits of the header's values, and of all bytes; the header's length fits. */
    public static Arbitrary<byte[]> weights(List<byte[]> right) {
        return Combinators.combine(Arbitraries.of(right), jsonEdits(), edits(), edits())
                .as((file, values, header, bytes) -> applied(rewritten(file, values, header), bytes));
    }

    private static byte[] rewritten(byte[] file, List<JsonEdit> values, List<Edit> edits) {
        if (file.length < Long.BYTES) {
            return file;
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > file.length - Long.BYTES) {
            return file;
        }
        int start = Long.BYTES + (int) length;
        String json = new String(file, Long.BYTES, (int) length, StandardCharsets.UTF_8);
        byte[] header = applied(JsonEdit.applied(json, values).getBytes(StandardCharsets.UTF_8), edits);
        return ByteBuffer.allocate(Long.BYTES + header.length + file.length - start)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(Arrays.copyOfRange(file, start, file.length))
                .array();
    }

    private static byte[] applied(byte[] file, List<Edit> edits) {
        byte[] changed = file;
        for (Edit edit : edits) {
            changed = edit.of(changed);
        }
        return changed;
    }

    private static Arbitrary<List<JsonEdit>> jsonEdits() {
        return Combinators.combine(Arbitraries.of(JsonEdit.Kind.class), numbers(), numbers())
                .as(JsonEdit::new)
                .list()
                .ofMaxSize(MOST_EDITS);
    }

    /** Most files have none: bytes that are no JSON are soon refused, and hide what is behind. */
    private static Arbitrary<List<Edit>> edits() {
        return Combinators.combine(Arbitraries.of(Edit.Kind.class), numbers(), numbers())
                .as(Edit::new)
                .list()
                .ofMaxSize(2)
                .map(edits -> edits.size() == 2 ? edits : List.of());
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers()
                .withDistribution(RandomDistribution.uniform())
                .map(it -> it ^ SALT);
    }
}
