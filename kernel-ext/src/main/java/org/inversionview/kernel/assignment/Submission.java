package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.runner.Notebook;

/**
 * What is graded of a student's notebook: every cell of the assignment in the assignment's order, locked ones as the teacher
 * wrote them and the others with the student's text; behind each the student's own cells that stood there.
 *
 * @param cells in the order in which they run
 * @param remarks what was put back, or does not count, in words
 */
record Submission(List<SubmittedCell> cells, List<String> remarks) {

    Submission {
        cells = List.copyOf(cells);
        remarks = List.copyOf(remarks);
    }

    /** The student's cells: those of the assignment by name, and the others by the name before them. */
    private static final class Claimed {

        private final Map<String, ObjectNode> byName = new HashMap<>();
        private final Map<String, List<SubmittedCell>> behind = new LinkedHashMap<>();
        private final List<String> remarks = new ArrayList<>();

        void add(ObjectNode cell, String before) {
            AssignmentCell own = new AssignmentCell(
                    cell.path("cell_type").asText(), Notebook.text(cell.path("source")), Optional.empty());
            behind.computeIfAbsent(before, it -> new ArrayList<>()).add(new SubmittedCell(own, false, ""));
        }
    }

    /** Returns what is graded of a student's notebook. */
    static Submission of(Assignment assignment, Notebook student) {
        Map<String, AssignmentCell> wanted = new LinkedHashMap<>();
        assignment.cells().stream()
                .filter(cell -> !cell.name().isEmpty())
                .forEach(cell -> wanted.put(cell.name(), cell));
        Claimed claimed = claimed(wanted, student);
        List<SubmittedCell> cells = new ArrayList<>(claimed.behind.getOrDefault("", List.of()));
        List<String> remarks = new ArrayList<>(claimed.remarks);
        wanted.forEach((name, cell) -> {
            SubmittedCell submitted = submitted(cell, Optional.ofNullable(claimed.byName.get(name)));
            if (!submitted.remark().isEmpty()) {
                remarks.add("cell %s %s".formatted(name, submitted.remark()));
            }
            cells.add(submitted);
            cells.addAll(claimed.behind.getOrDefault(name, List.of()));
        });
        return new Submission(cells, remarks);
    }

    private static Claimed claimed(Map<String, AssignmentCell> wanted, Notebook student) {
        Claimed claimed = new Claimed();
        String before = "";
        for (ObjectNode cell : student.cells()) {
            String name = CellMetadata.claimedId(cell).orElse("");
            if (!wanted.containsKey(name)) {
                claimed.add(cell, before);
            } else if (claimed.byName.containsKey(name)) {
                claimed.remarks.add("cell %s stood there twice: the first counts".formatted(name));
                claimed.add(cell, before);
            } else {
                claimed.byName.put(name, cell);
                before = name;
            }
        }
        return claimed;
    }

    private static SubmittedCell submitted(AssignmentCell cell, Optional<ObjectNode> student) {
        boolean trusted = !cell.isSolution();
        if (student.isEmpty()) {
            String stub = new Release(Release.USUAL_STUB).released(cell);
            return new SubmittedCell(cell.with(trusted ? cell.source() : stub), trusted, "was removed, and put back");
        }
        ObjectNode own = student.get();
        String text = Notebook.text(own.path("source"));
        boolean sameType = own.path("cell_type").asText().equals(cell.type());
        if (!trusted) {
            return sameType
                    ? new SubmittedCell(cell.with(text), false, pointsRemark(cell, own))
                    : new SubmittedCell(cell.with(""), false, "was made another type of cell: it counts as empty");
        }
        String released = Regions.HIDDEN_TESTS.replaced(cell.name(), cell.source(), "");
        boolean same = sameType && plain(text).equals(plain(released));
        return new SubmittedCell(cell, true, same ? pointsRemark(cell, own) : "was changed, and put back");
    }

    private static String pointsRemark(AssignmentCell cell, ObjectNode own) {
        double claimed = own.path("metadata").path("nbgrader").path("points").asDouble(cell.points());
        return claimed == cell.points()
                ? ""
                : "said that it was worth %s points: it is worth %s".formatted(claimed, cell.points());
    }

    /** An editor may have changed ends of lines, which nobody sees. */
    private static String plain(String source) {
        return source.replace("\r", "").stripTrailing();
    }
}
