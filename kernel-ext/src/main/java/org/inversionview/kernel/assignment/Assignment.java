package org.inversionview.kernel.assignment;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.Notebook;

/**
 * An assignment as its teacher wrote it: with solutions and hidden tests.
 *
 * @param name of its file, without the ending
 * @param notebook without outputs
 * @param cells of the notebook, in order
 */
record Assignment(String name, Notebook notebook, List<AssignmentCell> cells) {

    Assignment {
        cells = List.copyOf(cells);
    }

    /**
     * Returns a file's assignment.
     *
     * @throws UserMistake if it is no notebook, or none of its cells has points, or its metadata contradict each other
     */
    static Assignment read(Path file) {
        Notebook notebook = Notebook.read(file).cleared();
        List<AssignmentCell> cells =
                notebook.cells().stream().map(AssignmentCell::of).toList();
        if (cells.stream().noneMatch(AssignmentCell::isCheck)) {
            throw new UserMistake(
                    "%s is no assignment: no code cell has nbgrader's metadata with grade, locked, grade_id and points"
                            .formatted(file));
        }
        Set<String> names = new HashSet<>();
        for (AssignmentCell cell : cells) {
            if (!cell.name().isEmpty() && !names.add(cell.name())) {
                throw new UserMistake(
                        "%s has two cells with the grade_id %s: each needs its own".formatted(file, cell.name()));
            }
            requireRegionsOf(cell);
        }
        return new Assignment(nameOf(file), notebook, cells);
    }

    /** Returns a notebook's name: its file's, without the ending. */
    static String nameOf(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString().replaceFirst("\\.ipynb$", "");
    }

    private static void requireRegionsOf(AssignmentCell cell) {
        String name = cell.name().isEmpty() ? "without nbgrader's metadata" : cell.name();
        Regions.SOLUTION.parts(name, cell.source());
        Regions.HIDDEN_TESTS.parts(name, cell.source());
        if (Regions.SOLUTION.areIn(cell.source()) && !cell.isSolution()) {
            throw new UserMistake("cell %s has a solution region, and is no solution cell: set solution in its metadata"
                    .formatted(name));
        }
        if (Regions.HIDDEN_TESTS.areIn(cell.source()) && !cell.isCheck()) {
            throw new UserMistake("cell %s has hidden tests, and gives no points: set grade and points in its metadata"
                    .formatted(name));
        }
    }

    /** Returns the points that there are, those that a person gives included. */
    double points() {
        return cells.stream().mapToDouble(AssignmentCell::points).sum();
    }
}
