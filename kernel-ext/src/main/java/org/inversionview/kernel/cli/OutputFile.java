package org.inversionview.kernel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.inversionview.kernel.UserMistake;

/** A file that is there whole or not at all. */
final class OutputFile {

    private OutputFile() {}

    /** Writes a file beside its place and then renames it; makes its folder. */
    static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UserMistake("cannot write " + file + ": it is a folder, give the path of a file");
        }
        Files.createDirectories(folder);
        Path beside = folder.resolve(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
