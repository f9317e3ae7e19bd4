package org.inversionview.models.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file beside its place and renames it: a reader never sees half of it, and what fails leaves the old one. */
public final class WrittenFile {

    /** How the name of a file ends that is being written. */
    public static final String BESIDE = ".part";

    private WrittenFile() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file; its folder is made where there is none.
     *
     * @throws IOException in one line, if that fails
     */
    public static void write(Path file, Content content) throws IOException {
        Path name = file.getFileName();
        Path folder = file.toAbsolutePath().getParent();
        if (name == null || folder == null) {
            throw new IOException("%s cannot be written: it is the root of all folders".formatted(file));
        }
        Path beside = file.resolveSibling(UUID.randomUUID() + BESIDE); // two may write the same file at once
        try {
            Files.createDirectories(folder);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
                content.writeTo(out);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw inWords(file, e);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns why a file cannot be written, in a line that says what to do. */
    static IOException inWords(Path file, IOException failure) {
        String said = String.valueOf(failure.getMessage());
        if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
            return new IOException(
                    "%s cannot be written, the disk is full: make room and do it again; what was written before is kept"
                            .formatted(file),
                    failure);
        }
        if (failure instanceof AccessDeniedException || said.contains("Read-only file system")) {
            return new IOException("%s cannot be written: you have no right to".formatted(file), failure);
        }
        return failure;
    }
}
