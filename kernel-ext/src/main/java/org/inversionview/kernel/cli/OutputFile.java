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
     * Writes a file beside its place and then renames it; makes its folder. Half a character becomes a question mark.
     *
     * @throws UserMistake if it cannot be written
     */
    static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UserMistake("cannot write " + file + ": it is a folder, give the path of a file");
        }
        try {
            Files.createDirectories(folder);
            Path beside = folder.resolve(file.getFileName() + ".part");
            try {
                Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UserMistake("cannot write %s: %s".formatted(file, reason(e)));
        }
    }

    private static String reason(IOException thrown) {
        if (thrown instanceof AccessDeniedException) {
            return "its permissions forbid it";
        }
        if (thrown instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is no folder";
        }
        String said = thrown instanceof FileSystemException file ? file.getReason() : thrown.getMessage();
        return said == null ? "there is no such place" : said;
    }
}
