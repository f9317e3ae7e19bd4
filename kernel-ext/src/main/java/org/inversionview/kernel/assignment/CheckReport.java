package org.inversionview.kernel.assignment;

import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.View;

/**
 * What a student's own check says: which checks pass, and why the others do not.
 *
 * @param name of the notebook
 * @param graded the points of its checks, without hidden tests
 * @param worth the points of all, with those that hidden tests or a person give
 * @param failed answers that fail by themselves, in words
 */
public record CheckReport(String name, GradedSubmission graded, double worth, List<String> failed) implements View {

    private static final double MILLIONTHS = 1e6; // sums of fractions are not exact

    public CheckReport {
        failed = List.copyOf(failed);
    }

    /** Tells whether every check passes. */
    public boolean passed() {
        return graded.cells().stream().allMatch(cell -> cell.points().isEmpty() || cell.isFull());
    }

    /** Returns it as a page. */
    public Page page() {
        List<Grid.Row> rows = new ArrayList<>();
        graded.cells().forEach(cell -> rows.add(row(cell)));
        Grid checks = new Grid(List.of(Cell.of(""), Cell.of("check"), Cell.of("points"), Cell.of("")), rows);
        return Page.titled("%s: %s".formatted(name, total()))
                .and(checks)
                .lines(failed)
                .lines(graded.remarks().stream().map(CheckReport::asTold).toList())
                .note("Grading may ask more: hidden tests are not in this notebook.");
    }

    private String total() {
        double hidden = Math.rint((worth - graded.max() - graded.byHand()) * MILLIONTHS) / MILLIONTHS;
        return "%s of %s points%s%s"
                .formatted(
                        Points.plain(graded.points()),
                        Points.plain(graded.max()),
                        more(hidden, "hidden tests give"),
                        more(graded.byHand(), "your teacher gives"));
    }

    private static String more(double points, String who) {
        return points <= 0 ? "" : ", and up to %s that %s".formatted(Points.plain(points), who);
    }

    private static String asTold(String remark) {
        return "When it is graded: " + remark + ".";
    }

    private static Grid.Row row(CellGrade cell) {
        List<Cell> cells = List.of(
                Cell.of(Points.sign(cell)), Cell.of(cell.cell()), Cell.of(Points.of(cell)), Cell.of(cell.error()));
        return new Grid.Row(cells, cell.points().isEmpty() ? "" : cell.isFull() ? "in" : "out", "");
    }

    @Override
    public MimeBundle bundle() {
        return page().bundle();
    }

    @Override
    public String toString() {
        return page().text();
    }
}
