package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.OneLine;

/**
 * What nbgrader's metadata, schema version 3, say of a cell.
 *
 * @param gradeId the cell's name, unique in its notebook
 * @param grade whether it has points
 * @param solution whether a student writes into it
 * @param locked whether it must stay as it is
 * @param task whether it asks for something that a person grades
 * @param points at most; 0 where it has none
 */
record CellMetadata(String gradeId, boolean grade, boolean solution, boolean locked, boolean task, double points) {

    private static final String KEY = "nbgrader";
    private static final int SCHEMA = 3;
    private static final String VALID_ID = "[a-zA-Z0-9_-]{1,64}";
    private static final double MOST_POINTS = 1_000;

    CellMetadata {
        if (!gradeId.matches(VALID_ID)) {
            throw new UserMistake(
                    "grade_id \"%s\": write letters, digits, - and _ only, up to 64".formatted(OneLine.brief(gradeId)));
        }
        if (!(points >= 0 && points <= MOST_POINTS)) {
            throw new UserMistake("cell %s is worth %s points: from 0 to %s are allowed"
                    .formatted(gradeId, points, (int) MOST_POINTS));
        }
    }

    /**
     * Returns what a teacher's cell says of itself; nothing where it is no part of the assignment.
     *
     * @throws UserMistake if that is not as nbgrader writes it
     */
    static Optional<CellMetadata> of(ObjectNode cell) {
        JsonNode said = cell.path("metadata").path(KEY);
        if (said.isMissingNode()) {
            return Optional.empty();
        }
        int version = said.path("schema_version").asInt(SCHEMA);
        if (version != SCHEMA) {
            throw new UserMistake(
                    "cell %s has nbgrader's schema_version %s: only 3 is read; nbgrader update converts it"
                            .formatted(OneLine.brief(said.path("grade_id").asText()), version));
        }
        boolean task = said.path("task").asBoolean();
        boolean grade = said.path("grade").asBoolean();
        String id = said.path("grade_id").asText();
        if ((grade || task) && !said.path("points").isNumber()) {
            throw new UserMistake("cell %s has no points: give it a number".formatted(OneLine.brief(id)));
        }
        return Optional.of(new CellMetadata(
                id,
                grade,
                said.path("solution").asBoolean(),
                said.path("locked").asBoolean(),
                task,
                grade || task ? said.path("points").asDouble() : 0));
    }

    /** Returns the name that a student's cell claims; nothing where it claims none. */
    static Optional<String> claimedId(ObjectNode cell) {
        JsonNode id = cell.path("metadata").path(KEY).path("grade_id");
        return id.isTextual() ? Optional.of(id.asText()) : Optional.empty();
    }

    /** Returns the checksum that stands in a cell; empty where there is none. */
    static String claimedChecksum(ObjectNode cell) {
        return cell.path("metadata").path(KEY).path("checksum").asText();
    }

    /** Tells whether a student must leave it as it is: nbgrader's {@code is_locked}. */
    boolean isLocked() {
        return !solution && (grade || locked);
    }

    /** Tells whether a person grades it. */
    boolean byHand() {
        return task || (grade && solution);
    }

    /** Tells whether it gives points by being run. */
    boolean isCheck() {
        return grade && !solution;
    }

    /** Writes itself, a checksum, and what Jupyter must not let a student do, into a cell's metadata. */
    void writeInto(ObjectNode cell, String checksum) {
        ObjectNode metadata = cell.withObject("/metadata");
        metadata.put("deletable", false);
        if (isLocked()) {
            metadata.put("editable", false);
        }
        ObjectNode own = metadata.putObject(KEY);
        own.put("cell_type", cell.path("cell_type").asText()).put("checksum", checksum);
        own.put("grade", grade).put("grade_id", gradeId).put("locked", locked);
        if (grade || task) {
            putPoints(own);
        }
        own.put("schema_version", SCHEMA).put("solution", solution).put("task", task);
    }

    private void putPoints(ObjectNode own) {
        if (points == Math.rint(points)) {
            own.put("points", (int) points);
        } else {
            own.put("points", points);
        }
    }
}
