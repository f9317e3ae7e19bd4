package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.runner.HtmlPage;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.magics.view.MimeBundle;

/** A student's page: the points, what was put back, and the notebook as it was run, with a word on every check. */
final class Feedback {

    private static final Release RELEASED = new Release(Release.USUAL_STUB);

    private Feedback() {}

    /** Returns the page; hidden tests are not on it. */
    static String page(Assignment assignment, GradedSubmission graded, List<EvaluatedCell> evaluated) {
        List<ObjectNode> cells = new ArrayList<>();
        cells.add(cell("markdown", summary(assignment, graded)));
        int count = 0;
        for (EvaluatedCell each : evaluated) {
            AssignmentCell shown = each.cell().cell();
            String source = each.cell().trusted() ? RELEASED.released(shown) : shown.source();
            ObjectNode json = cell(shown.type(), source);
            cells.add(json);
            if (shown.isCode() && !source.isBlank()) {
                json.put("execution_count", ++count);
                fill(json.putArray("outputs"), each);
            }
            if (shown.isByHand()) {
                cells.add(cell(
                        "markdown",
                        "*Up to %s points, given by your teacher.*".formatted(Points.plain(shown.points()))));
            }
        }
        String title = "%s: %s".formatted(assignment.name(), graded.student());
        return HtmlPage.ofStrangers().render(assignment.notebook().with(cells), title);
    }

    private static ObjectNode cell(String type, String source) {
        ObjectNode cell = (ObjectNode) Notebook.tree(Map.of("cell_type", type));
        cell.set("source", Notebook.lines(source));
        return cell;
    }

    private static String summary(Assignment assignment, GradedSubmission graded) {
        StringBuilder text = new StringBuilder("# %s\n\n**%s of %s points**"
                .formatted(assignment.name(), Points.plain(graded.points()), Points.plain(graded.max())));
        if (graded.byHand() > 0) {
            text.append(", and up to %s that your teacher gives".formatted(Points.plain(graded.byHand())));
        }
        text.append(".\n\n| | cell | points |\n|---|---|---|\n");
        graded.cells()
                .forEach(cell ->
                        text.append("| %s | %s | %s |\n".formatted(Points.sign(cell), cell.cell(), Points.of(cell))));
        graded.remarks().forEach(remark -> text.append("\n* ").append(remark));
        return text.append('\n').toString();
    }

    private static void fill(ArrayNode outputs, EvaluatedCell each) {
        each.outputs().forEach(output -> outputs.add(json(output)));
        Optional<CellGrade> grade =
                CellGrade.has(each.cell().cell()) ? Optional.of(CellGrade.of(each)) : Optional.empty();
        boolean points = grade.flatMap(CellGrade::points).isPresent();
        String word = grade.filter(it -> points)
                .map(it -> "%s %s points".formatted(Points.sign(it), Points.of(it)))
                .orElse("");
        boolean full = grade.map(CellGrade::isFull).orElse(each.error().isEmpty());
        String why = grade.filter(it -> points).map(CellGrade::error).orElse(each.error());
        String line = word.isEmpty() || why.isEmpty() ? word + why : word + ": " + why;
        if (!line.isEmpty()) {
            outputs.add(full ? json(new CellOutput("stdout", Map.of(MimeBundle.TEXT, line))) : error(line));
        }
    }

    private static ObjectNode error(String line) {
        ObjectNode error = (ObjectNode) Notebook.tree(Map.of("output_type", "error"));
        error.putArray("traceback").add(line);
        return error;
    }

    private static ObjectNode json(CellOutput output) {
        return (ObjectNode)
                (output.stream().isEmpty()
                        ? Notebook.tree(Map.of("output_type", "display_data", "data", output.forms()))
                        : Notebook.tree(Map.of(
                                "output_type",
                                "stream",
                                "name",
                                output.stream(),
                                "text",
                                output.forms().getOrDefault(MimeBundle.TEXT, ""))));
    }
}
