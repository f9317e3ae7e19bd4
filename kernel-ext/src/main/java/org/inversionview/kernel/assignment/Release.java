package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inversionview.kernel.runner.Notebook;

/**
 * Makes the notebook that students get: stubs in place of solutions, no hidden tests, checksums, cells that Jupyter keeps as
 * they are.
 *
 * @param stub in place of each region of a solution in code, and of a whole solution cell without one
 */
record Release(String stub) {

    /** Fails clearly where nothing was answered. */
    static final String USUAL_STUB = "throw new UnsupportedOperationException(\"your answer here\");";

    private static final String TEXT_STUB = "*Your answer here.*";

    /** Returns the students' notebook. */
    Notebook of(Assignment assignment) {
        Notebook released = assignment.notebook().cleared();
        List<ObjectNode> cells = released.cells();
        for (int i = 0; i < cells.size(); i++) {
            AssignmentCell cell = assignment.cells().get(i);
            ObjectNode json = cells.get(i);
            String source = released(cell);
            json.set("source", Notebook.lines(source));
            cell.metadata().ifPresent(metadata -> metadata.writeInto(json, Checksum.of(source, cell.type(), metadata)));
        }
        return released;
    }

    /** Returns what a student sees of a cell. */
    String released(AssignmentCell cell) {
        if (!cell.isSolution()) {
            return Regions.HIDDEN_TESTS.replaced(cell.name(), cell.source(), "");
        }
        String ofType = cell.isCode() ? stub : TEXT_STUB;
        return Regions.SOLUTION.areIn(cell.source())
                ? Regions.SOLUTION.replaced(cell.name(), cell.source(), ofType)
                : ofType;
    }
}
