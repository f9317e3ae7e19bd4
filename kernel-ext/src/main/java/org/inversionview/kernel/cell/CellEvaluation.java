package org.inversionview.kernel.cell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
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
import org.inversionview.kernel.cell.FailureReport.Piece;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.jspecify.annotations.Nullable;

/** The evaluation of one cell, snippet by snippet up to the first that fails; used once. */
final class CellEvaluation {

    /** Snippets whose value a cell shows: an expression's, not an assignment's or a declaration's. */
    private static final Set<SubKind> SHOWN =
            Set.of(SubKind.VAR_VALUE_SUBKIND, SubKind.OTHER_EXPRESSION_SUBKIND, SubKind.TEMP_VAR_EXPRESSION_SUBKIND);

    /** JShell's own code around every snippet says it without its package. */
    private static final String OBJECT = "Object";

    /** As deep may files load files. */
    private static final int DEEPEST = 16;

    private final JShell shell;
    private final SnippetExecution execution;
    private final FailureReport report;
    private final MagicLines magics;
    private final PrintStream err;
    private final List<DeclarationSnippet> unfinished = new ArrayList<>();
    private final List<DeclaredName> declared = new ArrayList<>();

    CellEvaluation(JShell shell, SnippetExecution execution, FailureReport report, MagicLines magics, PrintStream err) {
        this.shell = shell;
        this.execution = execution;
        this.report = report;
        this.magics = magics;
        this.err = err;
    }

    /**
     * Returns the value of the last snippet, if that is an expression.
     *
     * @param place by which failures name where the code stands
     */
    @Nullable
    Object valueOf(String place, String code) throws CellFailure {
        Object value = valueOf(place, code, 0);
        warnOfUnfinished();
        return value;
    }

    /** Returns the names that the cell has declared so far. */
    List<DeclaredName> declared() {
        return List.copyOf(declared);
    }

    private @Nullable Object valueOf(String place, String code, int depth) throws CellFailure {
        RewrittenCell cell = MagicRewriter.rewrite(code, magics::resultType);
        Optional<CellFailure> tooDeep = Nesting.failure(place, cell);
        if (tooDeep.isPresent()) {
            throw tooDeep.get();
        }
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        Object value = null;
        String rest = cell.java();
        CompletionInfo next = analysis.analyzeCompletion(rest);
        while (next.completeness() != Completeness.EMPTY) {
            // JShell loses count of lines where a snippet begins with one that is blank.
            int blank = JavaLexer.endOfBlank(rest);
            Piece piece = new Piece(place, cell, cell.java().length() - rest.length() + blank);
            // An incomplete rest is evaluated all the same: the compiler says what is missing.
            String source = next.source() == null ? rest : next.source();
            Optional<LoadedFile> file = LoadedFile.namedBy(cell.replacedAt(piece.javaOffset()));
            value = file.isPresent() ? load(file.get(), depth) : evaluate(source.substring(blank), piece);
            if (next.source() == null) {
                // The compiler has nothing to say of an open comment, which JShell takes away before.
                throw CompileReport.unclosed(place, cell);
            }
            rest = !next.completeness().isComplete() ? "" : next.remaining();
            next = analysis.analyzeCompletion(rest);
        }
        return value;
    }

    private @Nullable Object load(LoadedFile file, int depth) throws CellFailure {
        if (depth == DEEPEST) {
            throw new MagicException("%%load %s: files load files more than %s deep: does one load itself?"
                    .formatted(file.name(), DEEPEST));
        }
        for (String code : file.cells()) {
            valueOf(file.name(), code, depth + 1);
        }
        return null;
    }

    private @Nullable Object evaluate(String source, Piece piece) throws CellFailure {
        execution.forgetValues();
        List<SnippetEvent> events = shell.eval(source);
        events.stream()
                .filter(event -> event.causeSnippet() == null)
                .map(event -> DeclaredName.of(event.snippet()))
                .flatMap(Optional::stream)
                .forEach(declared::add);
        Optional<String> objection = execution.takeObjection();
        if (objection.isPresent()) {
            events.forEach(event -> shell.drop(event.snippet()));
            throw CellFailure.of("ForbiddenCodeException", piece.place() + ": " + objection.get());
        }
        if (execution.stopped()) {
            throw CellFailure.interrupted(execution.goesOn());
        }
        events.stream()
                .filter(event -> event.causeSnippet() == null)
                .forEach(event -> report.remember(event.snippet(), piece));
        Object value = null;
        for (SnippetEvent event : events) {
            check(event, piece);
            if (event.causeSnippet() == null && event.value() != null) {
                value = isShown(event.snippet()) ? execution.value(event.value()) : null;
            }
        }
        return value;
    }

    /** What {@code display} returns is for later use; its user has seen what there is to see. */
    private static boolean isShown(Snippet snippet) {
        return SHOWN.contains(snippet.subKind()) && !snippet.source().startsWith("display(");
    }

    private void check(SnippetEvent event, Piece piece) throws CellFailure {
        Snippet snippet = event.snippet();
        if (snippet.kind() == Kind.TYPE_DECL
                && ((DeclarationSnippet) snippet).name().equals(OBJECT)) {
            shell.drop(snippet);
            throw CompileReport.failure("%s: no class may be called Object here, because every cell needs Java's own"
                    .formatted(piece.place()));
        }
        if (event.exception() != null) {
            throw report.thrown(event.exception());
        }
        if (event.causeSnippet() != null) {
            return;
        }
        if (mayBeFinishedLater(event) && snippet instanceof DeclarationSnippet declaration) {
            unfinished.add(declaration);
        } else if (event.status() != Status.VALID) {
            CellFailure failure = report.notCompiled(snippet, piece);
            // Or else JShell would run its initializer as soon as the missing name is declared.
            shell.drop(snippet);
            throw failure;
        }
    }

    /** Tells of a method or class that only misses what a later cell may declare. */
    private boolean mayBeFinishedLater(SnippetEvent event) {
        boolean unresolved =
                event.status() == Status.RECOVERABLE_DEFINED || event.status() == Status.RECOVERABLE_NOT_DEFINED;
        return unresolved
                && event.snippet().kind() != Kind.VAR
                && event.snippet() instanceof DeclarationSnippet declaration
                && shell.unresolvedDependencies(declaration).findAny().isPresent();
    }

    /** Says which methods and classes still miss something that they use; JShell allows to declare that later. */
    private void warnOfUnfinished() {
        unfinished.stream()
                .filter(each -> shell.status(each) != Status.VALID && shell.status(each) != Status.OVERWRITTEN)
                .map(report::unresolved)
                .forEach(err::println);
    }
}
