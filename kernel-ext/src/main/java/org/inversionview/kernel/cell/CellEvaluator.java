package org.inversionview.kernel.cell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl.StoppedException;
import org.inversionview.kernel.bridge.DefaultImports;
import org.inversionview.kernel.classpath.ClasspathMagics;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates cells in JShell, in this JVM: values that a cell makes are ordinary objects here. What one cell declares, the
 * next ones see. One cell at a time; {@link #interrupt} may come from any thread.
 *
 * <p>From the first cell on, what this JVM prints and logs goes to the outputs of the cell that ran last.
 */
public final class CellEvaluator implements AutoCloseable {

    private static final String DISPLAY = "import static " + Display.class.getName() + ".*;";

    private final GatheredOutputs outputs = new GatheredOutputs();
    private final MagicLines magics;
    private final TaskRegistry tasks;
    private final LiveMagics live;
    private final SnippetExecution execution;
    private final JShell shell;
    private final FailureReport report;
    private final CellGuard guard;
    private @Nullable StreamCapture capture;
    private volatile List<DeclaredName> declared = List.of();
    private volatile boolean evaluating;

    /** Starts a session as below, with tasks of its own. */
    public CellEvaluator(MagicLines own) {
        this(own, new TaskRegistry());
    }

    /**
     * Starts a session with the default imports, as far as their packages exist.
     *
     * @param own the magics that cells may use, beside those of the class path
     * @param tasks those that cells register and ask for
     */
    public CellEvaluator(MagicLines own, TaskRegistry tasks) {
        this(own, tasks, CellGuard.NONE);
    }

    /**
     * Starts a session as above, of cells that are not trusted.
     *
     * @param guard asked before any class of theirs is defined; they bring no libraries, unless it is {@link CellGuard#NONE}
     */
    public CellEvaluator(MagicLines own, TaskRegistry tasks, CellGuard guard) {
        this.tasks = tasks;
        this.guard = guard;
        magics = own.and(new ClasspathMagics(this::addLibrary)).and(new LoadedFile.Magic());
        live = new LiveMagics(magics, outputs);
        execution = new SnippetExecution(new SnippetLoader(live, guard));
        shell = JShell.builder().executionEngine(execution, Map.of()).build();
        report = new FailureReport(shell, magics);
        CompileClasspath.namedInManifests(System.getProperty("java.class.path", ""))
                .forEach(this::addToClasspath);
        // Rejected where the package is missing, which harms nothing.
        DefaultImports.STATEMENTS.forEach(shell::eval);
        shell.eval(DISPLAY);
    }

    private void addLibrary(Path path) {
        if (guard != CellGuard.NONE) {
            throw new MagicException("%s is not added: these cells bring no libraries".formatted(path));
        }
        addToClasspath(path);
    }

    private void addToClasspath(Path path) {
        shell.addToClasspath(path.toString());
    }

    /** Returns a variable's type, as its declaration says it; nothing if there is none of that name. */
    public Optional<String> typeOf(String variable) {
        return shell.variables()
                .filter(each -> each.name().equals(variable))
                .map(VarSnippet::typeName)
                .findFirst();
    }

    /** Returns what helps in writing cells of this session. */
    public CodeAssistant assistant() {
        return new CodeAssistant(shell.sourceCodeAnalysis(), magics);
    }

    /**
     * Evaluates a cell, snippet by snippet up to the first that fails.
     *
     * @param number by which failures name the cell
     * @param code Java and magic lines
     * @param cell takes what the cell prints and displays, while it runs; and, unless that is {@link CellOutputs#NONE},
     *     what its threads print after its end
     * @return the value of the cell's last snippet as something to show; nothing where that is no expression, or null
     * @throws CellFailure if a snippet does not compile or throws; what ran before stays
     */
    public synchronized Optional<MimeBundle> evaluate(int number, String code, CellOutputs cell) throws CellFailure {
        execution.begin();
        declared = List.of();
        evaluating = true;
        CellOutputs before = outputs.showIn(cell);
        captureStreams();
        try {
            return DeepStack.call(() -> {
                try (Tasks.Scope own = Tasks.within(tasks)) {
                    return evaluated("cell " + number, code);
                }
            });
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            evaluating = false;
            outputs.flush();
            if (cell == CellOutputs.NONE) {
                outputs.showIn(before);
            }
        }
    }

    private void captureStreams() {
        if (capture == null) {
            capture = new StreamCapture(outputs);
        } else {
            capture.begin();
        }
    }

    /** Returns the names that the cell which was evaluated last has declared, also where it failed after that. */
    public List<DeclaredName> declared() {
        return declared;
    }

    private Optional<MimeBundle> evaluated(String place, String code) throws Exception {
        CellMagic magic = CellMagic.of(code);
        long start = System.nanoTime();
        Optional<MimeBundle> value = magic.whole().isEmpty() ? evaluatedJava(place, magic) : runWhole(magic);
        magic.ended(System.nanoTime() - start, outputs.out());
        return value;
    }

    private Optional<MimeBundle> evaluatedJava(String place, CellMagic magic) throws Exception {
        CellEvaluation evaluation = new CellEvaluation(shell, execution, report, magics, outputs.err());
        try {
            return shown(evaluation.valueOf(place, magic.body()));
        } finally {
            declared = evaluation.declared();
        }
    }

    private Optional<MimeBundle> runWhole(CellMagic magic) throws Exception {
        execution.call(() -> {
            live.show(magic.whole(), magic.body());
            return magic;
        });
        return Optional.empty();
    }

    /** Makes a value's forms as the cell's own code runs: that may fail, be long, and be interrupted. */
    private Optional<MimeBundle> shown(@Nullable Object value) throws Exception {
        return value == null ? Optional.empty() : Optional.of(execution.call(() -> ShownValue.of(value)));
    }

    private CellFailure failure(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof ExecutionException outer ? outer.getCause() : thrown;
        if (cause instanceof CellFailure failure) {
            return failure;
        }
        if (cause instanceof MagicException mistake) {
            return CellFailure.of(mistake);
        }
        if (execution.stopped() || cause instanceof StoppedException) {
            return CellFailure.interrupted(execution.goesOn());
        }
        if (cause instanceof VirtualMachineError) {
            report.renewCompiler();
        }
        return FailureReport.outsideOfCode(cause == null ? new IllegalStateException("no cause") : cause);
    }

    /** Ends the running cell, if there is one: its thread is interrupted, and left behind if it does not end soon. */
    public void interrupt() {
        if (evaluating) {
            shell.stop();
        }
    }

    /** Sends what was printed a moment ago; needed only where the JVM ends before the cell does. */
    public void flush() {
        outputs.flush();
    }

    /** Ends the session. */
    @Override
    public void close() {
        interrupt();
        shell.close();
        outputs.close();
        if (capture != null) {
            capture.close();
        }
    }
}
