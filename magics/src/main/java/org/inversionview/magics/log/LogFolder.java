package org.inversionview.magics.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where sessions keep their logs, each in a file of its own: two notebooks in one folder never wait for each other.
 *
 * @param path of the folder, which need not be there
 */
public record LogFolder(Path path) {

    /** The variable of the environment that says {@code off}, or names the folder. */
    public static final String VARIABLE = "INVERSIONVIEW_LOG";

    private static final String OFF = "off";
    private static final Path BESIDE = Path.of(".inversionview", "log");
    private static final String ENDING = ".jsonl";
    private static final int NAME = 8;
    private static final DateTimeFormatter NAMED =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Returns the folder for a notebook; nothing where the environment says that nothing is to be logged.
     *
     * @param beside the folder that the notebook is in
     */
    public static Optional<LogFolder> of(Path beside, Map<String, String> environment) {
        String said = environment.getOrDefault(VARIABLE, "");
        if (said.equalsIgnoreCase(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(said.isBlank() ? beside(beside) : new LogFolder(Path.of(said)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Returns the folder for a notebook that is in a folder. */
    public static LogFolder beside(Path notebook) {
        return new LogFolder(notebook.resolve(BESIDE));
    }

    /** Returns a file for a session that begins now. */
    public LogFile newFile() {
        String name = "%s-%s"
                .formatted(
                        NAMED.format(Instant.now()),
                        UUID.randomUUID().toString().substring(0, NAME));
        return new LogFile(path.resolve(name + ENDING));
    }

    /** Returns the files of all sessions, in the order of their names. */
    List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }
}
