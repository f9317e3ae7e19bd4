package org.inversionview.models.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends lines to a file that one writer has. Nothing is held open between them: a process that is killed leaves every
 * line that was appended before.
 */
public final class AppendedFile {

    private AppendedFile() {}

    /**
     * Appends a line; file and folder are made where there are none. Where it cannot be written whole, nothing of it is left.
     *
     * @param text without a line's end
     * @throws IOException in one line
     */
    public static void line(Path file, String text) throws IOException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            append(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw WrittenFile.inWords(file, e);
        }
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = out.size();
            out.position(end);
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            try {
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            } catch (IOException e) {
                if (rest.position() > 0) {
                    out.truncate(end);
                }
                throw e;
            }
        }
    }
}
