package org.inversionview.kernel.assignment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;

/**
 * What a submission's process does not see, where the system can hide it: the submissions, the source, the grades, and what
 * lies in the home of whoever grades, because a feedback page shows what a cell prints.
 */
final class HiddenPlaces {

    /** In the home: the libraries that Java is given, and the native ones that it has unpacked. */
    private static final Set<String> NEEDED = Set.of(".djl.ai", ".m2");

    private HiddenPlaces() {}

    /**
     * Returns the places.
     *
     * @param own folders and files of the class, which exist
     * @throws UserMistake if this program itself lies in one of those
     */
    static List<Path> of(List<Path> own) throws IOException {
        List<Path> program = program();
        List<Path> places = new ArrayList<>();
        for (Path each : own) {
            Path real = each.toRealPath();
            if (program.stream().anyMatch(part -> part.startsWith(real))) {
                throw new UserMistake("%s holds this program, which would be hidden with it: give a folder of its own"
                        .formatted(each));
            }
            places.add(real);
        }
        try (Stream<Path> entries =
                Files.list(Path.of(System.getProperty("user.home")).toRealPath())) {
            entries.filter(entry -> !Files.isSymbolicLink(entry))
                    .filter(entry -> !NEEDED.contains(String.valueOf(entry.getFileName())))
                    .filter(entry -> program.stream().noneMatch(part -> part.startsWith(entry)))
                    .forEach(places::add);
        }
        return places;
    }

    private static List<Path> program() throws IOException {
        List<Path> program =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home")).toRealPath()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            program.add(Files.exists(path) ? path.toRealPath() : path.toAbsolutePath());
        }
        return program;
    }
}
