package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.inversionview.kernel.runner.Notebook;

/**
 * A cell of an assignment.
 *
 * @param type code, markdown or raw
 * @param source its text
 * @param metadata what it is in the assignment; empty where it is no part of it
 */
record AssignmentCell(String type, String source, Optional<CellMetadata> metadata) {

    /** Returns what a notebook's cell is, where its metadata are a teacher's. */
    static AssignmentCell of(ObjectNode cell) {
        return new AssignmentCell(
                cell.path("cell_type").asText(), Notebook.text(cell.path("source")), CellMetadata.of(cell));
    }

    /** Returns the name of a cell that is part of the assignment; empty of any other. */
    String name() {
        return metadata.map(CellMetadata::gradeId).orElse("");
    }

    boolean isCode() {
        return type.equals("code");
    }

    /** Tells whether no student may change it. */
    boolean isLocked() {
        return metadata.filter(CellMetadata::isLocked).isPresent();
    }

    boolean isSolution() {
        return metadata.filter(CellMetadata::solution).isPresent();
    }

    /** Tells whether it gives points by being run. */
    boolean isCheck() {
        return isCode() && metadata.filter(CellMetadata::isCheck).isPresent();
    }

    /** Tells whether a person gives its points: a task, an answer, or whatever is graded and no code. */
    boolean isByHand() {
        return metadata.filter(it -> it.byHand() || (it.grade() && !isCode())).isPresent();
    }

    double points() {
        return metadata.map(CellMetadata::points).orElse(0.0);
    }

    /** Returns the same cell with another text. */
    AssignmentCell with(String otherSource) {
        return new AssignmentCell(type, otherSource, metadata);
    }
}
