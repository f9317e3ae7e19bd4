package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.inversionview.kernel.UserMistake;
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
    private final Rules rules;
    private final PrintWriter err;
    private final CellRecorder recorder;

    /**
     * @param evaluator of the cells; the caller closes it
     * @param out takes, while the run goes on, what cells print and the text of what they show
     * @param err takes what cells print as errors, and how they fail
     */
    public NotebookRunner(CellEvaluator evaluator, Rules rules, PrintWriter out, PrintWriter err) {
        this.evaluator = evaluator;
        this.rules = rules;
        this.err = err;
        recorder = new CellRecorder(out, err);
    }

    /** As above; every cell must succeed, in whatever time it takes. */
    public NotebookRunner(CellEvaluator evaluator, NotebookParameters parameters, PrintWriter out, PrintWriter err) {
        this(evaluator, new Rules(parameters, Optional.empty(), false), out, err);
    }

    /**
     * How a notebook is executed.
     *
     * @param parameters take the place of what the notebook's cell tagged {@code parameters} declares
     * @param timeout after which a cell is ended; none if empty
     * @param errorsAllowed whether the run goes on after any cell that fails
     */
    public record Rules(NotebookParameters parameters, Optional<Duration> timeout, boolean errorsAllowed) {}

    /**
     * An executed notebook.
     *
     * @param notebook with the outputs of the cells that were reached; the others have none
     * @param succeeded whether every cell was reached
     */
    public record Run(Notebook notebook, boolean succeeded) {}

    /** Returns a notebook executed, which is not kept meanwhile; the given one stays as it is. */
    public Run run(Notebook notebook) {
        return run(notebook, executed -> {});
    }

    /**
     * Returns a notebook executed; the given one stays as it is.
     *
     * @param keeper gets the notebook as far as it is executed: at the beginning and after every cell
     * @throws UserMistake if it does not take the parameters
     */
    public Run run(Notebook notebook, Consumer<Notebook> keeper) {
        NotebookParameters parameters = rules.parameters();
        Notebook executed = notebook.cleared();
        boolean declared =
                executed.cells().stream().anyMatch(cell -> Notebook.hasTag(cell, NotebookParameters.DECLARED));
        if (!parameters.isEmpty() && !declared) {
            throw parameters.nobodyAsked();
        }
        recorder.keep(() -> keeper.accept(executed));
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

    /** Ends the run from another thread, as its JVM ends: the running cell says why, and the notebook is kept so. */
    public void end(String why) {
        evaluator.flush();
        recorder.failure(CellFailure.of("RunEnded", why));
        recorder.end();
        err.println(why);
        err.flush();
    }

    /** Returns whether the notebook goes on after this cell. */
    private boolean execute(ObjectNode cell, int count) {
        cell.put("execution_count", count);
        ArrayNode outputs = cell.withArray("outputs");
        recorder.record(outputs);
        return execute(Notebook.text(cell.path("source")), count)
                || rules.errorsAllowed()
                || Notebook.hasTag(cell, MAY_FAIL);
    }

    private boolean execute(String source, int count) {
        TimeLimit limit = new TimeLimit(rules.timeout(), evaluator::interrupt);
        try (limit) {
            evaluator.evaluate(count, source, recorder).ifPresent(value -> recorder.result(value, count));
            return true;
        } catch (CellFailure failure) {
            CellFailure said = limit.passed() ? limit.failure() : failure;
            recorder.failure(said);
            said.traceback().forEach(err::println);
            return false;
        } finally {
            recorder.end();
        }
    }
}
