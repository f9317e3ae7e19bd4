package org.inversionview.models.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A change to a file's bytes.
 *
 * @param place where, modulo the file's length
 * @param choice of what is put there
 */
record Edit(Kind kind, int place, int choice) {

    private static final int LONGEST_PIECE = 64;

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "-",
            "e999",
            "0",
            "99999999999999999999",
            "\0",
            "\n",
            "\uFEFF",
            "\u2028",
            "\\u0000",
            "\\ud800",
            "// ",
            "'",
            "NaN",
            "[".repeat(100),
            "9".repeat(2_000));

    enum Kind {
        FLIP,
        SET,
        CUT_OFF,
        INSERT,
        REPEAT,
        REMOVE
    }

    byte[] of(byte[] file) {
        if (file.length == 0) {
            return file;
        }
        int at = Math.floorMod(place, file.length);
        int end = Math.min(file.length, at + 1 + Math.floorMod(choice, LONGEST_PIECE));
        byte[] changed = file.clone();
        return switch (kind) {
            case FLIP -> {
                changed[at] ^= (byte) (1 << Math.floorMod(choice, Byte.SIZE));
                yield changed;
            }
            case SET -> {
                changed[at] = (byte) choice;
                yield changed;
            }
            case CUT_OFF -> Arrays.copyOf(file, at);
            case INSERT ->
                joined(
                        file,
                        at,
                        PIECES.get(Math.floorMod(choice, PIECES.size())).getBytes(StandardCharsets.UTF_8),
                        at);
            case REPEAT -> joined(file, end, Arrays.copyOfRange(file, at, end), end);
            case REMOVE -> joined(file, at, new byte[0], end);
        };
    }

    private static byte[] joined(byte[] file, int to, byte[] between, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, to);
        out.writeBytes(between);
        out.write(file, from, file.length - from);
        return out.toByteArray();
    }
}
