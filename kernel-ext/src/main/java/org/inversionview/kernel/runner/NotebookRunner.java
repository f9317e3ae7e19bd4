package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;
import org.jspecify.annotations.Nullable;

/**
 * Executes a notebook's code cells in order, in this JVM, without sockets. A cell that fails ends the run, unless it is
 * tagged {@code raises-exception}.
 */
public final class NotebookRunner {

    /** A cell with this tag may fail. */
    private static final String MAY_FAIL = "raises-exception";

    private final CellEvaluator evaluator;
    private final NotebookParameters parameters;
    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable CellRecorder recorder;

    /**
     * @param evaluator of the cells; the caller closes it
     * @param parameters take the place of what the notebook's cell tagged {@code parameters} declares
     * @param out takes, while the run goes on, what cells print and the text of what they show
     * @param err takes what cells print as errors, and how they fail
     */
    public NotebookRunner(CellEvaluator evaluator, NotebookParameters parameters, PrintWriter out, PrintWriter err) {
        this.evaluator = evaluator;
        this.parameters = parameters;
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

    /**
     * Returns a notebook executed; the given one stays as it is.
     *
     * @throws UserMistake if it does not take the parameters
     */
    public Run run(Notebook notebook) {
        Notebook executed = notebook.cleared();
        boolean declared =
                executed.cells().stream().anyMatch(cell -> Notebook.hasTag(cell, NotebookParameters.DECLARED));
        if (!parameters.isEmpty() && !declared) {
            throw parameters.nobodyAsked();
        }
        int count = 0;
        for (ObjectNode cell : executed.cells()) {
            if (!Notebook.isCode(cell) || Notebook.text(cell.path("source")).isBlank()) {
                continue;
            }
            boolean passed = execute(cell, ++count);
            if (passed && Notebook.hasTag(cell, NotebookParameters.DECLARED) && !parameters.isEmpty()) {
                String assignments =
                        parameters.assignments(name -> evaluator.typeOf(name).orElse(""));
                passed = execute(executed.insertAfter(cell, assignments, NotebookParameters.INJECTED), ++count);
            }
            if (!passed) {
                err.println("cell " + count + " failed; the cells after it were not run");
                return new Run(executed, false);
            }
        }
        return new Run(executed, true);
    }

    /** Returns whether the notebook goes on after this cell. */
    private boolean execute(ObjectNode cell, int count) {
        cell.put("execution_count", count);
        ArrayNode outputs = cell.withArray("outputs");
        recorder = recorder == null ? new CellRecorder(out, err, outputs) : recorder;
        recorder.record(outputs);
        return execute(Notebook.text(cell.path("source")), count, recorder) || Notebook.hasTag(cell, MAY_FAIL);
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
