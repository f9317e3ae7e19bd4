package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;

/**
 * The folder of grades: {@code grades.csv}, a page for each student in {@code feedback}, and in {@code results} what is kept of
 * each submission.
 *
 * @param folder that holds them
 */
record GradeBook(Path folder) {

    private static final String HEADER = "student,cell,points,max,seconds,error";

    private Path result(String student) {
        return folder.resolve("results").resolve(student + ".json");
    }

    private Path feedback(String student) {
        return folder.resolve("feedback").resolve(student + ".html");
    }

    /** Returns a student's grade if it was kept, with its page, under that fingerprint; what cannot be read is graded again. */
    Optional<GradedSubmission> kept(String student, String fingerprint) {
        if (!Files.isRegularFile(feedback(student)) || !Files.isRegularFile(result(student))) {
            return Optional.empty();
        }
        try {
            GradedSubmission kept = StrictJson.read(result(student), GradedSubmission.class, "it is graded again");
            return Optional.of(kept).filter(it -> it.fingerprint().equals(fingerprint));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Keeps a grade and its page, in an order in which no grade is without its page. */
    void keep(GradedSubmission graded, String page) throws IOException {
        WrittenFile.write(feedback(graded.student()), page);
        WrittenFile.write(result(graded.student()), StrictJson.write(graded));
    }

    /** Writes all grades, and returns the file. */
    Path write(List<GradedSubmission> all) throws IOException {
        Path file = folder.resolve("grades.csv");
        String rows = all.stream()
                .flatMap(graded -> graded.cells().stream().map(cell -> row(graded, cell)))
                .collect(Collectors.joining("\n"));
        WrittenFile.write(file, HEADER + "\n" + rows + "\n");
        return file;
    }

    private static String row(GradedSubmission graded, CellGrade cell) {
        return Stream.of(
                        graded.student(),
                        cell.cell(),
                        cell.points().map(Points::plain).orElse(""),
                        Points.plain(cell.max()),
                        Double.toString(cell.seconds()),
                        cell.error())
                .map(GradeBook::quoted)
                .collect(Collectors.joining(","));
    }

    /** A spreadsheet takes no text of a student's for a formula. */
    private static String quoted(String text) {
        String line = OneLine.of(text);
        String harmless = line.matches("[=+@\\t-].*") ? "'" + line : line;
        return harmless.matches(".*[\",'].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
