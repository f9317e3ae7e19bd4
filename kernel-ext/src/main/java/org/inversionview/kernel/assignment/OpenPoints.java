package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.Notebook;

/**
 * What checks give without their hidden tests: the points that a student can see to have.
 *
 * @param byCell points of the checks that have hidden tests, by grade_id
 */
record OpenPoints(Map<String, Double> byCell) {

    private static final String KEY = "inversionview_open_points";

    OpenPoints {
        byCell = Map.copyOf(byCell);
    }

    /**
     * Runs the teacher's answers with the checks as students get them.
     *
     * @param folder for the process to work in
     * @throws UserMistake if a check does not pass without its hidden tests, so that no student could pass it
     */
    static OpenPoints of(Assignment assignment, Path folder, Launch launch) throws IOException {
        List<AssignmentCell> cells = assignment.cells();
        if (cells.stream().noneMatch(OpenPoints::hides)) {
            return new OpenPoints(Map.of());
        }
        List<SubmittedCell> open = cells.stream()
                .map(cell -> new SubmittedCell(
                        hides(cell) ? cell.with(Regions.HIDDEN_TESTS.replaced(cell.name(), cell.source(), "")) : cell,
                        true,
                        ""))
                .toList();
        List<EvaluatedCell> evaluated = new Evaluation(BorrowedNames.unwatched()).of(open, folder, launch);
        Map<String, Double> points = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (hides(cells.get(i))) {
                points.put(cells.get(i).name(), passed(assignment, evaluated.get(i)));
            }
        }
        return new OpenPoints(points);
    }

    private static boolean hides(AssignmentCell cell) {
        return Regions.HIDDEN_TESTS.areIn(cell.source());
    }

    private static double passed(Assignment assignment, EvaluatedCell evaluated) {
        if (!evaluated.error().isEmpty()) {
            throw new UserMistake("%s: without its hidden tests, as students get it, the check %s fails: %s"
                    .formatted(assignment.name(), evaluated.cell().cell().name(), evaluated.error()));
        }
        return evaluated.points().orElse(0.0);
    }

    /** Returns those that a released notebook tells; none where it was released elsewhere. */
    static OpenPoints told(Notebook released) {
        Map<String, Double> points = new LinkedHashMap<>();
        released.metadata()
                .path(KEY)
                .fields()
                .forEachRemaining(
                        field -> points.put(field.getKey(), field.getValue().asDouble()));
        return new OpenPoints(points);
    }

    /** Has a notebook that is released tell them. */
    void tell(Notebook released) {
        ObjectNode told = released.metadata().putObject(KEY);
        byCell.forEach(told::put);
    }

    /** Returns the points that a check can give its student. */
    double of(AssignmentCell cell) {
        return Math.min(cell.points(), byCell.getOrDefault(cell.name(), cell.points()));
    }
}
