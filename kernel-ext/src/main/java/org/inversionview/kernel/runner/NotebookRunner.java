package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;

/**
 * Executes a notebook's code cells in order, in this JVM, without sockets. A cell that fails ends the run, unless it is
 * tagged {@code raises-exception}.
 */
public final class NotebookRunner {

    /** A cell with this tag may fail. */
    private static final String MAY_FAIL = "raises-exception";

    private final CellEvaluator evaluator;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * @param evaluator of the cells; the caller closes it
     * @param out takes, while the run goes on, what cells print and the text of what they show
     * @param err takes what cells print as errors, and how they fail
     */
    public NotebookRunner(CellEvaluator evaluator, PrintWriter out, PrintWriter err) {
        this.evaluator = evaluator;
        this.out = out;
        this.err = err;
    }

    /**
     * An executed notebook.
     *
     * @param notebook with the outputs of the cells that were reached; the others have none
     * @param succeeded whether every cell was reached
     */
    public record Run(Notebook notebook, boolean succeeded) {}

    /** Returns a notebook executed; the given one stays as it is. */
    public Run run(Notebook notebook) {
        Notebook executed = notebook.cleared();
        CellRecorder recorder = null;
        int count = 0;
        for (ObjectNode cell : executed.cells()) {
            String source = Notebook.text(cell.path("source"));
            if (!Notebook.isCode(cell) || source.isBlank()) {
                continue;
            }
            count++;
            cell.put("execution_count", count);
            ArrayNode outputs = cell.withArray("outputs");
            recorder = recorder == null ? new CellRecorder(out, err, outputs) : recorder;
            recorder.record(outputs);
            if (!execute(source, count, recorder) && !Notebook.hasTag(cell, MAY_FAIL)) {
                err.println("cell " + count + " failed; the cells after it were not run");
                return new Run(executed, false);
            }
        }
        return new Run(executed, true);
    }

    private boolean execute(String source, int count, CellRecorder recorder) {
        try {
            evaluator.evaluate(count, source, recorder).ifPresent(value -> recorder.result(value, count));
            return true;
        } catch (CellFailure failure) {
            recorder.failure(failure);
            failure.traceback().forEach(err::println);
            return false;
        } finally {
            recorder.end();
        }
    }
}
