package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.DeclaredName;

/**
 * The teacher's own answers, run as a submission is: they must get every point, or else no student can.
 *
 * @param declared what the answers declare
 */
record TeacherRun(Set<DeclaredName> declared) {

    TeacherRun {
        declared = Set.copyOf(declared);
    }

    /**
     * Runs an assignment.
     *
     * @param folder for its process to work in
     * @throws UserMistake if a cell fails, or does not give its points
     */
    static TeacherRun of(Assignment assignment, Path folder, Launch launch) throws IOException {
        List<SubmittedCell> cells = assignment.cells().stream()
                .map(cell -> new SubmittedCell(cell, true, ""))
                .toList();
        List<EvaluatedCell> evaluated = new Evaluation(BorrowedNames.unwatched()).of(cells, folder, launch);
        for (int i = 0; i < evaluated.size(); i++) {
            requirePassed(assignment, evaluated.get(i), i + 1);
        }
        return new TeacherRun(evaluated.stream()
                .filter(cell -> !cell.cell().cell().isLocked())
                .flatMap(cell -> cell.declared().stream())
                .collect(Collectors.toSet()));
    }

    private static void requirePassed(Assignment assignment, EvaluatedCell evaluated, int number) {
        AssignmentCell cell = evaluated.cell().cell();
        String name = cell.name().isEmpty() ? "number " + number : cell.name();
        Optional<Double> points = evaluated.points();
        if (!evaluated.error().isEmpty()) {
            throw new UserMistake("the teacher's version of %s does not pass: cell %s: %s"
                    .formatted(assignment.name(), name, evaluated.error()));
        }
        if (points.isPresent() && points.get() != cell.points()) {
            throw new UserMistake("the teacher's version of %s does not get every point: cell %s gives %s of %s"
                    .formatted(assignment.name(), name, points.get(), cell.points()));
        }
    }
}
