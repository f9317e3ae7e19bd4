package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inversionview.kernel.TemporaryFolder;
import org.inversionview.kernel.UserMistake;

/**
 * Runs a student's notebook in a process of its own, and says which of the checks in it pass.
 *
 * @param limits of the process
 */
public record Checking(Limits limits) {

    /**
     * Returns what the checks of a notebook say; the file stays as it is.
     *
     * @throws UserMistake if it is no notebook, or has no checks
     */
    public CheckReport check(Path file) throws IOException {
        Assignment assignment = Assignment.read(file);
        List<String> remarks = new ArrayList<>();
        List<SubmittedCell> cells = cells(assignment, remarks);
        try (TemporaryFolder folder = TemporaryFolder.create("iv")) {
            List<EvaluatedCell> evaluated =
                    new Evaluation(names(assignment)).of(cells, folder.path(), new Launch(limits, Isolation.none()));
            OpenPoints open = OpenPoints.told(assignment.notebook());
            List<CellGrade> grades = evaluated.stream()
                    .filter(each -> saysSomething(each.cell().cell()))
                    .map(each -> CellGrade.of(each, open.of(each.cell().cell())))
                    .toList();
            GradedSubmission graded = new GradedSubmission("", "", grades, remarks);
            return new CheckReport(assignment.name(), graded, assignment.points(), failed(evaluated));
        }
    }

    /** A check that has hidden tests only is empty here. */
    private static boolean saysSomething(AssignmentCell cell) {
        return CellGrade.has(cell) && !(cell.isCheck() && cell.source().isBlank());
    }

    /** A notebook that was released elsewhere does not say what answers declare. */
    private static BorrowedNames names(Assignment assignment) {
        JsonNode answers = assignment.notebook().metadata().path(Releasing.ANSWERS);
        List<AssignmentCell> locked =
                assignment.cells().stream().filter(AssignmentCell::isLocked).toList();
        return answers.isMissingNode()
                ? BorrowedNames.unwatched()
                : new BorrowedNames(locked, DeclaredNames.in(answers));
    }

    private static List<SubmittedCell> cells(Assignment assignment, List<String> remarks) {
        List<SubmittedCell> cells = new ArrayList<>();
        List<ObjectNode> json = assignment.notebook().cells();
        for (int i = 0; i < json.size(); i++) {
            AssignmentCell cell = assignment.cells().get(i);
            cells.add(new SubmittedCell(cell, cell.isLocked(), ""));
            if (cell.isLocked() && !isAsReleased(cell, CellMetadata.claimedChecksum(json.get(i)))) {
                remarks.add("cell %s was changed, and is put back".formatted(cell.name()));
            }
        }
        return cells;
    }

    private static boolean isAsReleased(AssignmentCell cell, String checksum) {
        return checksum.isEmpty()
                || cell.metadata()
                        .filter(it ->
                                Checksum.of(cell.source(), cell.type(), it).equals(checksum))
                        .isPresent();
    }

    /** Says which answers end in a failure: what comes after them may fail for that alone. */
    private static List<String> failed(List<EvaluatedCell> evaluated) {
        return evaluated.stream()
                .filter(each -> !each.cell().trusted() && !each.error().isEmpty())
                .map(each -> "%s fails: %s".formatted(named(each.cell().cell()), each.error()))
                .toList();
    }

    private static String named(AssignmentCell cell) {
        return Optional.of(cell.name())
                .filter(name -> !name.isEmpty())
                .map(name -> "Answer " + name)
                .orElse("A cell of yours");
    }
}
