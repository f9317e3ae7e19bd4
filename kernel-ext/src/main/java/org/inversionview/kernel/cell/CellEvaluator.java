package org.inversionview.kernel.cell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import org.inversionview.kernel.bridge.DefaultImports;
import org.inversionview.kernel.cell.FailureReport.Piece;
import org.inversionview.kernel.classpath.ClasspathMagics;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Views;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates cells in JShell, in this JVM: values that a cell makes are ordinary objects here. What one cell declares, the
 * next ones see. One cell at a time; {@link #interrupt} may come from any thread.
 */
public final class CellEvaluator implements AutoCloseable {

    /** Snippets whose value a cell shows: an expression's, not an assignment's or a declaration's. */
    private static final Set<SubKind> SHOWN =
            Set.of(SubKind.VAR_VALUE_SUBKIND, SubKind.OTHER_EXPRESSION_SUBKIND, SubKind.TEMP_VAR_EXPRESSION_SUBKIND);

    private final MagicLines magics;
    private final TaskRegistry tasks;
    private final LiveMagics live;
    private final SnippetExecution execution;
    private final JShell shell;
    private final FailureReport report;
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
        this.tasks = tasks;
        magics = own.and(new ClasspathMagics(this::addToClasspath));
        live = new LiveMagics(magics);
        execution = new SnippetExecution(new SnippetLoader(live));
        shell = JShell.builder().executionEngine(execution, Map.of()).build();
        report = new FailureReport(shell);
        CompileClasspath.namedInManifests(System.getProperty("java.class.path", ""))
                .forEach(path -> shell.addToClasspath(path.toString()));
        // Rejected where the package is missing, which harms nothing.
        DefaultImports.STATEMENTS.forEach(shell::eval);
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
     * @param outputs takes what the cell prints and displays, while it runs
     * @return the value of the cell's last snippet as something to show; nothing where that is no expression, or null
     * @throws CellFailure if a snippet does not compile or throws; what ran before stays
     */
    public synchronized Optional<MimeBundle> evaluate(int number, String code, CellOutputs outputs) throws CellFailure {
        execution.begin();
        evaluating = true;
        live.showIn(outputs);
        try (StreamCapture capture = new StreamCapture(outputs);
                Tasks.Scope own = Tasks.within(tasks)) {
            CellMagic magic = CellMagic.of(code);
            long start = System.nanoTime();
            Optional<MimeBundle> value =
                    shown(evaluateAll(number, MagicRewriter.rewrite(magic.body(), magics::resultType)));
            magic.ended(System.nanoTime() - start);
            return value;
        } catch (MagicException mistake) {
            throw CellFailure.of(mistake);
        } catch (RuntimeException e) {
            throw FailureReport.of(e);
        } finally {
            evaluating = false;
        }
    }

    /** Ends the running cell, if there is one: its thread is interrupted, and left behind if it does not end soon. */
    public void interrupt() {
        if (evaluating) {
            shell.stop();
        }
    }

    /** Ends the session. */
    @Override
    public void close() {
        interrupt();
        shell.close();
    }

    private @Nullable Object evaluateAll(int number, RewrittenCell cell) throws CellFailure {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        List<DeclarationSnippet> unfinished = new ArrayList<>();
        Object value = null;
        String rest = cell.java();
        CompletionInfo next = analysis.analyzeCompletion(rest);
        while (next.completeness() != Completeness.EMPTY) {
            // JShell loses count of lines where a snippet begins with one that is blank.
            int blank = JavaLexer.endOfBlank(rest);
            Piece piece = new Piece(number, cell, cell.java().length() - rest.length() + blank);
            // An incomplete rest is evaluated all the same: the compiler says what is missing.
            String source = next.source() == null ? rest : next.source();
            value = evaluateSnippet(source.substring(blank), piece, unfinished);
            if (next.source() == null) {
                // The compiler has nothing to say of an open comment, which JShell takes away before.
                throw FailureReport.unclosed(number, cell);
            }
            rest = !next.completeness().isComplete() ? "" : next.remaining();
            next = analysis.analyzeCompletion(rest);
        }
        warnOf(unfinished);
        return value;
    }

    private @Nullable Object evaluateSnippet(String source, Piece piece, List<DeclarationSnippet> unfinished)
            throws CellFailure {
        execution.forgetValues();
        List<SnippetEvent> events = shell.eval(source);
        if (execution.stopped()) {
            throw CellFailure.interrupted();
        }
        events.stream()
                .filter(event -> event.causeSnippet() == null)
                .forEach(event -> report.remember(event.snippet(), piece));
        Object value = null;
        for (SnippetEvent event : events) {
            check(event, piece, unfinished);
            if (event.causeSnippet() == null && event.value() != null) {
                value = SHOWN.contains(event.snippet().subKind()) ? execution.value(event.value()) : null;
            }
        }
        return value;
    }

    private void check(SnippetEvent event, Piece piece, List<DeclarationSnippet> unfinished) throws CellFailure {
        Snippet snippet = event.snippet();
        if (event.exception() != null) {
            throw report.thrown(event.exception());
        }
        if (event.causeSnippet() != null) {
            return;
        }
        boolean unresolved =
                event.status() == Status.RECOVERABLE_DEFINED || event.status() == Status.RECOVERABLE_NOT_DEFINED;
        if (unresolved && snippet.kind() != Kind.VAR && snippet instanceof DeclarationSnippet declaration) {
            unfinished.add(declaration);
        } else if (event.status() != Status.VALID) {
            CellFailure failure = report.notCompiled(snippet, piece);
            // Or else JShell would run its initializer as soon as the missing name is declared.
            shell.drop(snippet);
            throw failure;
        }
    }

    /** Says which methods and classes still miss something that they use; JShell allows to declare that later. */
    private void warnOf(List<DeclarationSnippet> unfinished) {
        unfinished.stream()
                .filter(each -> shell.status(each) != Status.VALID && shell.status(each) != Status.OVERWRITTEN)
                .map(report::unresolved)
                .forEach(System.err::println);
    }

    private static Optional<MimeBundle> shown(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        return Views.of(value).or(() -> Optional.of(new MimeBundle(Map.of(MimeBundle.TEXT, text(value)))));
    }

    private static String text(Object value) {
        if (!value.getClass().isArray()) {
            return String.valueOf(value);
        }
        String inBrackets = Arrays.deepToString(new Object[] {value});
        return inBrackets.substring(1, inBrackets.length() - 1);
    }
}
