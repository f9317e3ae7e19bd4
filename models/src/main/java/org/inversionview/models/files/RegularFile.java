package org.inversionview.models.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The one way to a file that somebody named: a folder, a device or a pipe is refused before anything is read of it. */
public final class RegularFile {

    private RegularFile() {}

    /**
     * Returns the file, if it is a regular one or leads to one.
     *
     * @throws IOException in one line, if there is none or it is something else
     */
    public static Path require(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (!Files.exists(file)) {
            throw new IOException("there is no file %s".formatted(file));
        }
        throw new IOException(
                Files.isDirectory(file)
                        ? "%s is a folder: a file must stand there".formatted(file)
                        : "%s is no regular file, but a device or a pipe: only files are read".formatted(file));
    }

    /** Opens a regular file for reading; whoever opens it closes it. */
    public static InputStream open(Path file) throws IOException {
        require(file);
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (AccessDeniedException e) {
            throw new IOException("%s may not be read: you have no right to it".formatted(file), e);
        }
    }

    /**
     * Returns what a regular file holds.
     *
     * @param most bytes that it may have
     * @throws IOException in one line, if it is none, has more, or cannot be read
     */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = open(file)) {
            return bytes(in, file.toString(), most);
        }
    }

    /** As above, of a stream; {@code name} says whose it is. */
    static byte[] bytes(InputStream in, String name, int most) throws IOException {
        byte[] bytes;
        try {
            bytes = in.readNBytes(most + 1);
        } catch (IOException e) {
            throw new IOException("%s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
        if (bytes.length > most) {
            throw new IOException(String.format(
                    Locale.ROOT, "%s is longer than the %,d bytes that such a file may have", name, most));
        }
        return bytes;
    }

    /**
     * Returns the text of a regular file in UTF-8; a byte order mark is left out.
     *
     * @throws IOException also if it is no UTF-8
     */
    public static String text(Path file, int most) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, most)))
                    .toString()
                    .replaceFirst("^\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new IOException("%s is no text in UTF-8".formatted(file), e);
        }
    }
}
