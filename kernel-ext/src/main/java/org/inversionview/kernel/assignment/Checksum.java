package org.inversionview.kernel.assignment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The checksum by which nbgrader 0.9 knows a cell again.
 *
 * <p>It is the MD5, in hexadecimal, of these texts in UTF-8, one behind the other: the cell's source, its {@code cell_type},
 * then {@code True} or {@code False} as Python writes them for whether it is graded, whether it is a solution, and whether it
 * is locked (graded or locked, and no solution), its {@code grade_id}, and where it is graded its points as a Python float.
 * A {@code task} has no points in it.
 */
final class Checksum {

    private Checksum() {}

    /** Returns a cell's checksum. */
    static String of(String source, String cellType, CellMetadata metadata) {
        String text = source
                + cellType
                + python(metadata.grade())
                + python(metadata.solution())
                + python(metadata.isLocked())
                + metadata.gradeId()
                + (metadata.grade() ? Double.toString(metadata.points()) : "");
        return digest("MD5", text);
    }

    /** Returns what tells two texts apart that somebody may have made to look alike. */
    static String sha256(String text) {
        return digest("SHA-256", text);
    }

    private static String digest(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static String python(boolean truth) {
        return truth ? "True" : "False";
    }
}
