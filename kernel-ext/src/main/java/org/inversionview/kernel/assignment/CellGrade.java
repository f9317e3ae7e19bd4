package org.inversionview.kernel.assignment;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.check.Credit;
import org.inversionview.magics.view.MimeBundle;

/**
 * The points of a cell.
 *
 * @param cell its grade_id
 * @param points that it gave; empty where a person gives them
 * @param max points at most
 * @param seconds it took
 * @param error why points are missing, in one line; may be empty
 */
record CellGrade(String cell, Optional<Double> points, double max, double seconds, String error) {

    private static final double TENTHS = 10;

    static final String BY_HAND = "to be graded by hand";
    private static final String IN_PART = "not every part of it passed";

    CellGrade {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(error, "error");
    }

    /** Returns the grade of a cell that has points. */
    static CellGrade of(EvaluatedCell evaluated) {
        return of(evaluated, evaluated.cell().cell().points());
    }

    /** Returns the grade of a cell that can give so many points as it was run. */
    static CellGrade of(EvaluatedCell evaluated, double max) {
        AssignmentCell cell = evaluated.cell().cell();
        if (cell.isByHand()) {
            return new CellGrade(cell.name(), Optional.empty(), max, 0, BY_HAND);
        }
        double points = evaluated.points().orElse(0.0);
        String error = evaluated.error().isEmpty() && points < max ? missed(evaluated) : evaluated.error();
        double seconds = Math.rint(evaluated.seconds() * TENTHS) / TENTHS;
        return new CellGrade(cell.name(), Optional.of(points), max, seconds, error);
    }

    /** Returns which parts were missed, as far as the check may say so. */
    private static String missed(EvaluatedCell evaluated) {
        String lines = evaluated.outputs().stream()
                .map(output -> output.forms().getOrDefault(MimeBundle.TEXT, ""))
                .flatMap(String::lines)
                .filter(line -> line.contains(Credit.MISSED))
                .collect(Collectors.joining("; "));
        return lines.isEmpty() ? IN_PART : lines;
    }

    /** Tells whether anybody gives points for a cell. */
    static boolean has(AssignmentCell cell) {
        return cell.isCheck() || cell.isByHand();
    }

    boolean isFull() {
        return points.filter(it -> it == max).isPresent();
    }
}
