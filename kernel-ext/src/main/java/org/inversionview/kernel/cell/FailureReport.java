package org.inversionview.kernel.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.inversionview.kernel.Faults;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.models.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** Says failures in the lines of the cells that they come from. */
final class FailureReport {

    /** As many of the user's frames are shown for one exception. */
    private static final int FRAMES = 12;

    private static final String SNIPPET_CLASS = "REPL\\.\\$JShell\\$\\w+[.$]";

    /** What a magic throws that is no fault of ours: a mistake, an interrupt, and what the JVM has too little of. */
    private static final Set<String> NO_FAULTS = Set.of(
            MagicException.class.getName(),
            InvalidRequestException.class.getName(),
            CancellationException.class.getName(),
            OutOfMemoryError.class.getName(),
            StackOverflowError.class.getName());

    private final JShell shell;
    private final CompileReport compile;
    private final Map<String, Piece> pieces = new HashMap<>();

    /** Where a snippet comes from: a cell or a file, by the name its user knows, and the snippet's place in its Java. */
    record Piece(String place, RewrittenCell cell, int javaOffset) {

        /** Returns the line of the cell, counted from 0, for a line of the snippet, counted from 0. */
        int line(int snippetLine) {
            return cell.line(cell.sourceOffset(javaOffset)) + snippetLine;
        }
    }

    FailureReport(JShell shell, MagicLines magics) {
        this.shell = shell;
        compile = new CompileReport(shell, magics::names);
    }

    void remember(Snippet snippet, Piece piece) {
        pieces.put(snippet.id(), piece);
    }

    /** Returns the failure of a snippet that does not compile. */
    CellFailure notCompiled(Snippet snippet, Piece piece) {
        if (compile.leavesRemains(snippet)) {
            renewCompiler();
        }
        return compile.notCompiled(snippet, piece);
    }

    /**
     * Has JShell take a new compiler: one that could not write a class because a constant was too long, or that ran out of
     * stack, tries to write the rest of it with the next class. JShell does so when the class path changes.
     */
    void renewCompiler() {
        shell.addToClasspath(System.getProperty("java.home"));
    }

    /** Returns the failure of a snippet that threw. */
    CellFailure thrown(JShellException exception) {
        if (exception instanceof UnresolvedReferenceException unresolved) {
            String message = unresolved(unresolved.getSnippet());
            List<String> lines = new ArrayList<>(List.of(message));
            lines.addAll(frames(unresolved));
            return new CellFailure("UnresolvedReferenceException", message, lines);
        }
        String type = className(exception);
        String message = readable(String.valueOf(exception.getMessage()));
        boolean ofMagic = calledMagic(exception.getStackTrace());
        if (type.equals(MagicException.class.getName())
                || (ofMagic && type.equals(InvalidRequestException.class.getName()))) {
            return CellFailure.of(new MagicException(message));
        }
        boolean fault = ofMagic && !NO_FAULTS.contains(type);
        List<String> lines = new ArrayList<>();
        for (Throwable each = exception; each instanceof JShellException one; each = each.getCause()) {
            headline(one, lines.isEmpty() ? "" : "Caused by: ").lines().forEach(lines::add);
            lines.addAll(fault ? Faults.frames(one.getStackTrace()) : List.of());
            lines.addAll(frames(one));
        }
        lines.addAll(fault ? List.of(Faults.REPORT) : List.of());
        return new CellFailure(simpleName(type), exception.getMessage() == null ? "" : message, lines);
    }

    /** Returns the failure of what happened outside of the snippets' code, such as a value that cannot be shown. */
    static CellFailure outsideOfCode(Throwable thrown) {
        String message = Thrown.message(thrown);
        String type = thrown.getClass().getName();
        List<String> lines = new ArrayList<>();
        (readable(type) + (message == null ? "" : ": " + message)).lines().forEach(lines::add);
        if (Faults.isOurs(thrown) && !NO_FAULTS.contains(type)) {
            lines.addAll(Faults.frames(thrown.getStackTrace()));
            lines.add(Faults.REPORT);
        }
        return new CellFailure(simpleName(type), message == null ? "" : message, lines);
    }

    private static boolean calledMagic(StackTraceElement[] frames) {
        return Arrays.stream(frames).anyMatch(Faults::callsMagic);
    }

    /** Returns which names a declaration misses. */
    String unresolved(DeclarationSnippet snippet) {
        String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(" and "));
        return missing.isEmpty()
                ? "%s cannot be used yet: what it needs cannot be used either".formatted(snippet.name())
                : "%s cannot be used yet: it needs %s, which does not exist".formatted(snippet.name(), missing);
    }

    private static String headline(JShellException exception, String prefix) {
        String message = exception.getMessage();
        return prefix + readable(className(exception)) + (message == null ? "" : ": " + readable(message));
    }

    private List<String> frames(JShellException exception) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement element : exception.getStackTrace()) {
            String frame = frame(element);
            if (frame != null && frames.size() < FRAMES) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Returns a frame of the user's code, or null for any other: JShell marks its own with the snippet's id. */
    private @Nullable String frame(StackTraceElement element) {
        String file = element.getFileName();
        Piece piece = file != null && file.startsWith("#") ? pieces.get(file.substring(1)) : null;
        if (piece == null) {
            return null;
        }
        int line = piece.line(element.getLineNumber() - 1);
        String place = piece.place() + ", line " + (line + 1);
        String method = method(element);
        return "    at " + (method.isEmpty() ? place : method + " (" + place + ")") + ":  "
                + LongLine.around(piece.cell().text(line).strip(), 0);
    }

    private static String method(StackTraceElement element) {
        String method = element.getMethodName().replaceFirst("^lambda\\$(.*?)\\$+\\d+$", "$1");
        String type = readable(element.getClassName());
        if (method.isEmpty() || method.startsWith("do_it")) {
            return "";
        }
        return type.isEmpty() ? method : type + "." + method;
    }

    private static String className(JShellException exception) {
        return exception instanceof EvalException eval
                ? eval.getExceptionClassName()
                : exception.getClass().getName();
    }

    private static String simpleName(String type) {
        return readable(type).replaceFirst("^.*[.$]", "");
    }

    /** Returns a text without the names of the classes that JShell wraps snippets in. */
    static String readable(String text) {
        return text.replaceAll(SNIPPET_CLASS, "");
    }
}
