package org.inversionview.kernel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.inversionview.kernel.UserMistake;

/** A file that is there whole or not at all. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Makes sure that a file can be written later, before there is something to lose; makes its folder.
     *
     * @throws UserMistake if it cannot be written
     */
    static void requireWritable(Path file) {
        try {
            Files.deleteIfExists(Files.createFile(beside(file)));
        } catch (FileAlreadyExistsException e) {
            // Another run was ended while it wrote: it will be written over.
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Returns where it is written first. */
    private static Path beside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UserMistake("cannot write " + file + ": it is a folder, give the path of a file");
        }
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new UserMistake("cannot write %s: %s is no folder".formatted(file, e.getFile()));
        }
        return folder.resolve(file.getFileName() + ".part");
    }

    private static UserMistake cannotWrite(Path file, IOException thrown) {
        return new UserMistake("cannot write %s: %s".formatted(file, reason(thrown)));
    }

    /**
     * Writes a file beside its place and then renames it; makes its folder. Half a character becomes a question mark.
     *
     * @throws UserMistake if it cannot be written
     */
    static void write(Path file, String text) {
        try {
            Path beside = beside(file);
            try {
                Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static String reason(IOException thrown) {
        if (thrown instanceof AccessDeniedException) {
            return "its permissions forbid it";
        }
        String said = thrown instanceof FileSystemException file ? file.getReason() : thrown.getMessage();
        return said == null ? "there is no such place" : said;
    }
}
