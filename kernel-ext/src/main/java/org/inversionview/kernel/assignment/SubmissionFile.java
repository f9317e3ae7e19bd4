package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;

/**
 * Where a student's notebook lies.
 *
 * @param student the name of the file, or of the folder that it lies in
 * @param notebook its file; nothing where there is none that could be meant
 */
record SubmissionFile(String student, Optional<Path> notebook) {

    private static final String ENDING = ".ipynb";
    private static final int DEPTH = 3;
    private static final long MOST_BYTES = 50_000_000;

    /**
     * Returns the submissions in a folder: {@code STUDENT.ipynb}, or, as nbgrader has them, {@code STUDENT/…/NAME.ipynb}. By the
     * students' names.
     *
     * @param name of the assignment
     * @throws UserMistake if there are none, or two of one student
     */
    static List<SubmissionFile> in(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserMistake("no folder %s: give the folder that holds the submissions".formatted(folder));
        }
        List<SubmissionFile> all = new ArrayList<>();
        for (Path entry : sorted(folder)) {
            if (isNotebook(entry)) {
                all.add(new SubmissionFile(Assignment.nameOf(entry), Optional.of(entry)));
            } else if (Files.isDirectory(entry) && !isHidden(entry)) {
                all.add(new SubmissionFile(entry.getFileName().toString(), within(entry, name)));
            }
        }
        Set<String> students = new HashSet<>();
        all.forEach(one -> {
            if (!students.add(one.student())) {
                throw new UserMistake("%s holds two submissions of %s: leave one".formatted(folder, one.student()));
            }
        });
        if (all.isEmpty()) {
            throw new UserMistake(
                    "%s holds no submissions: put STUDENT.ipynb, or STUDENT/%s.ipynb, there".formatted(folder, name));
        }
        return all;
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static Optional<Path> within(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            List<Path> notebooks = files.filter(SubmissionFile::isNotebook)
                    .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
                    .sorted()
                    .toList();
            Optional<Path> named = notebooks.stream()
                    .filter(file -> Assignment.nameOf(file).equals(name))
                    .findFirst();
            return notebooks.size() == 1 ? Optional.of(notebooks.get(0)) : named;
        }
    }

    private static boolean isHidden(Path entry) {
        return entry.getFileName().toString().startsWith(".");
    }

    private static boolean isNotebook(Path file) {
        return file.toString().endsWith(ENDING) && !isHidden(file) && !Files.isDirectory(file);
    }

    /**
     * Returns the notebook's file.
     *
     * @throws UserMistake if there is none, or it is a link, no file, or of a size that no notebook has
     */
    Path require(String name) throws IOException {
        Path file =
                notebook.orElseThrow(() -> new UserMistake("no notebook %s%s was handed in".formatted(name, ENDING)));
        if (Files.isSymbolicLink(file) || !Files.isRegularFile(file)) {
            throw new UserMistake("what was handed in is a link to something else, and no file");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new UserMistake("what was handed in has more than %s MB".formatted(MOST_BYTES / 1_000_000));
        }
        return file;
    }
}
