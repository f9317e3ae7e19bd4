package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.inversionview.kernel.TemporaryFolder;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.models.Version;
import org.inversionview.models.files.RegularFile;

/**
 * Grades a folder of submissions, each in a process of its own. What is graded stays graded while neither it nor the assignment
 * changes: a second run, also one after a kill, goes on from there.
 *
 * @param submissions the folder of the students' notebooks
 * @param source the assignment as its teacher wrote it
 * @param out where the grades go
 * @param jobs how many submissions run at a time
 * @param limits of each
 */
public record Grading(Path submissions, Path source, Path out, int jobs, Limits limits) {

    private static final double NANOS = 1e9;
    private static final int MOST_BYTES = 50_000_000;

    /** What is the same for every submission. */
    private record Basis(
            Assignment assignment, TeacherRun teacher, Launch launch, String fingerprint, GradeBook book) {}

    /**
     * Grades them, and returns the file of all grades.
     *
     * @param terminal is told of each submission
     * @throws UserMistake if there is nothing to grade, or the teacher's own version does not get every point
     */
    public Path grade(PrintWriter terminal) throws IOException, InterruptedException {
        Assignment assignment = Assignment.read(source);
        List<SubmissionFile> files = SubmissionFile.in(submissions, assignment.name());
        GradeBook book = new GradeBook(Files.createDirectories(out));
        try (TemporaryFolder own = TemporaryFolder.create("iv")) {
            Isolation isolation = Isolation.ofSystem(own.path(), HiddenPlaces.of(List.of(submissions, out, source)));
            terminal.println(said(isolation));
            terminal.flush();
            Launch launch = new Launch(limits, isolation);
            TeacherRun teacher = TeacherRun.of(assignment, own.path(), launch.writingClasses(own.path()));
            String same = Version.current() + limits + assignment.notebook().json();
            Basis all = new Basis(assignment, teacher, launch.readingClasses(own.path()), same, book);
            return book.write(graded(files, all, terminal));
        }
    }

    private static String said(Isolation isolation) {
        return isolation.isThere()
                ? "each submission runs without network, and writes into its own folder only"
                : "this system keeps no process from the network or from others' files: grade where only these submissions lie";
    }

    private List<GradedSubmission> graded(List<SubmissionFile> files, Basis all, PrintWriter terminal)
            throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<GradedSubmission>> futures = new ArrayList<>();
            files.forEach(file -> futures.add(workers.submit(() -> graded(file, all))));
            List<GradedSubmission> graded = new ArrayList<>();
            long start = System.nanoTime();
            for (Future<GradedSubmission> future : futures) {
                GradedSubmission one = future.get();
                graded.add(one);
                tell(terminal, graded.size(), files.size(), one);
            }
            double seconds = (System.nanoTime() - start) / NANOS;
            terminal.println(String.format(
                    Locale.ROOT,
                    "%s submissions in %.0f s, %.1f s each, %s at a time",
                    graded.size(),
                    seconds,
                    seconds / graded.size(),
                    jobs));
            return graded;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static void tell(PrintWriter terminal, int done, int of, GradedSubmission one) {
        terminal.println("%s of %s  %s: %s of %s points%s"
                .formatted(
                        done,
                        of,
                        one.student(),
                        Points.plain(one.points()),
                        Points.plain(one.max()),
                        one.remarks().isEmpty() ? "" : ", " + String.join("; ", one.remarks())));
        terminal.flush();
    }

    private GradedSubmission graded(SubmissionFile file, Basis all) throws IOException {
        String student = file.student();
        try {
            Path path = file.require(all.assignment().name());
            String text = RegularFile.text(path, MOST_BYTES);
            String fingerprint = Checksum.sha256(all.fingerprint() + "\n" + student + "\n" + text);
            Optional<GradedSubmission> kept = all.book().kept(student, fingerprint);
            return kept.isPresent() ? kept.get() : graded(student, fingerprint, Notebook.read(path), all);
        } catch (UserMistake | IOException e) {
            return refused(student, String.valueOf(e.getMessage()), all);
        }
    }

    private GradedSubmission graded(String student, String fingerprint, Notebook notebook, Basis all)
            throws IOException {
        Submission submission = Submission.of(all.assignment(), notebook);
        List<AssignmentCell> locked = all.assignment().cells().stream()
                .filter(AssignmentCell::isLocked)
                .toList();
        BorrowedNames names = new BorrowedNames(locked, all.teacher().declared());
        TemporaryFolder folder = TemporaryFolder.create("iv");
        List<EvaluatedCell> evaluated;
        try (folder) {
            evaluated = new Evaluation(names).of(submission.cells(), folder.path(), all.launch());
        }
        List<CellGrade> grades = evaluated.stream()
                .filter(each -> CellGrade.has(each.cell().cell()))
                .map(CellGrade::of)
                .toList();
        GradedSubmission graded = new GradedSubmission(student, fingerprint, grades, submission.remarks());
        all.book().keep(graded, Feedback.page(all.assignment(), graded, evaluated));
        return graded;
    }

    /** What cannot be read gives no points, and says why at every cell. */
    private static GradedSubmission refused(String student, String why, Basis all) throws IOException {
        List<CellGrade> grades = all.assignment().cells().stream()
                .filter(CellGrade::has)
                .map(cell -> new CellGrade(cell.name(), Optional.of(0.0), cell.points(), 0, why))
                .toList();
        GradedSubmission refused = new GradedSubmission(student, "", grades, List.of(why));
        all.book().keep(refused, Feedback.page(all.assignment(), refused, List.of()));
        return refused;
    }
}
