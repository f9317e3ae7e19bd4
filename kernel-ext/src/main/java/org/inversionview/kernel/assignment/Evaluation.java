package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inversionview.kernel.assignment.Regions.Part;
import org.inversionview.kernel.cell.DeclaredName;

/**
 * Runs a submission's cells, and says what came of each; used once. A check passes if it ends without failing; where its value
 * is a number, that counts, as in nbgrader. What hidden tests print or throw is not repeated: it could tell them.
 */
final class Evaluation {

    private static final String HIDDEN = "a hidden test failed";
    private static final double NANOS = 1e9;

    private final BorrowedNames names;
    private int count;

    Evaluation(BorrowedNames names) {
        this.names = names;
    }

    /** What the parts of one cell came to. */
    private static final class Gathered {

        private final List<CellOutput> outputs = new ArrayList<>();
        private final List<DeclaredName> declared = new ArrayList<>();
        private String value = "";
        private String error = "";
    }

    /**
     * Returns what came of the cells, in order.
     *
     * @param folder for the process to work in
     */
    List<EvaluatedCell> of(List<SubmittedCell> cells, Path folder, Launch launch) throws IOException {
        List<EvaluatedCell> evaluated = new ArrayList<>();
        try (SubmissionProcess process = SubmissionProcess.start(folder, launch)) {
            for (SubmittedCell cell : cells) {
                evaluated.add(evaluated(process, cell));
            }
        } catch (EndedException e) {
            cells.stream()
                    .skip(evaluated.size())
                    .map(cell -> failed(cell, cell.cell().isCode() ? String.valueOf(e.getMessage()) : ""))
                    .forEach(evaluated::add);
        }
        return evaluated;
    }

    private EvaluatedCell evaluated(SubmissionProcess process, SubmittedCell cell) throws EndedException {
        if (!cell.cell().isCode() || cell.cell().source().isBlank()) {
            return failed(cell, "");
        }
        if (cell.trusted() && names.complaint().isPresent()) {
            return failed(cell, names.complaint().get());
        }
        long start = System.nanoTime();
        Gathered gathered = run(process, cell, ++count);
        double seconds = (System.nanoTime() - start) / NANOS;
        if (cell.trusted()) {
            names.ofAssignment(gathered.declared);
        } else {
            names.ofStudent(gathered.declared);
        }
        Optional<Double> points = Optional.empty();
        if (cell.cell().isCheck()) {
            points = Optional.of(gathered.error.isEmpty() ? points(cell.cell(), gathered) : 0.0);
        }
        return new EvaluatedCell(cell, points, gathered.error, seconds, gathered.outputs, gathered.declared);
    }

    private static EvaluatedCell failed(SubmittedCell cell, String error) {
        Optional<Double> points = cell.cell().isCheck() ? Optional.of(0.0) : Optional.empty();
        return new EvaluatedCell(cell, points, error, 0, List.of(), List.of());
    }

    /** Runs a cell, around its hidden tests and with them, up to the first part that fails. */
    private static Gathered run(SubmissionProcess process, SubmittedCell cell, int number) throws EndedException {
        Gathered gathered = new Gathered();
        List<Part> parts = cell.trusted()
                ? Regions.HIDDEN_TESTS.parts(cell.cell().name(), cell.cell().source())
                : List.of(new Part("", List.of(cell.cell().source()), 0, false));
        for (Part part : parts) {
            if (part.isBlank()) {
                continue;
            }
            Reply reply = process.evaluate(number, part.inPlace());
            gathered.declared.addAll(reply.declared());
            gathered.value = reply.value();
            if (!part.inside()) {
                gathered.outputs.addAll(reply.outputs());
            }
            if (!reply.passed()) {
                gathered.error = part.inside() ? HIDDEN : reply.failure();
                return gathered;
            }
        }
        return gathered;
    }

    private static double points(AssignmentCell cell, Gathered gathered) {
        if (!gathered.value.matches("-?\\d{1,9}(\\.\\d{1,20})?(E-?\\d{1,2})?")) {
            return cell.points();
        }
        double given = Double.parseDouble(gathered.value);
        if (given < 0 || given > cell.points()) {
            gathered.error = "the check gave %s points of %s".formatted(given, cell.points());
            return 0;
        }
        return given;
    }
}
