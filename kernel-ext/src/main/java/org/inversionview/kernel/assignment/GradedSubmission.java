package org.inversionview.kernel.assignment;

import java.util.List;
import java.util.Objects;

/**
 * A student's grade: what is kept of a submission, so that it need not be run again while nothing has changed.
 *
 * @param student whose it is
 * @param fingerprint of all that it depends on
 * @param cells those that have points, in order
 * @param remarks what was put back, or does not count
 */
record GradedSubmission(String student, String fingerprint, List<CellGrade> cells, List<String> remarks) {

    GradedSubmission {
        Objects.requireNonNull(student, "student");
        Objects.requireNonNull(fingerprint, "fingerprint");
        cells = List.copyOf(cells);
        remarks = List.copyOf(remarks);
    }

    /** Returns the points so far, without those that a person gives. */
    double points() {
        return cells.stream().mapToDouble(cell -> cell.points().orElse(0.0)).sum();
    }

    /** Returns the points that there are, without those that a person gives. */
    double max() {
        return cells.stream()
                .filter(cell -> cell.points().isPresent())
                .mapToDouble(CellGrade::max)
                .sum();
    }

    /** Returns the points that a person gives at most. */
    double byHand() {
        return cells.stream()
                .filter(cell -> cell.points().isEmpty())
                .mapToDouble(CellGrade::max)
                .sum();
    }
}
