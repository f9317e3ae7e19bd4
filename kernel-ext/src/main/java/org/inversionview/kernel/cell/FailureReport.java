package org.inversionview.kernel.cell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.inversionview.magics.MagicException;
import org.jspecify.annotations.Nullable;

/** Says failures in the lines of the cells that they come from. */
final class FailureReport {

    /** As many of the user's frames are shown for one exception. */
    private static final int FRAMES = 12;

    private static final String SNIPPET_CLASS = "REPL\\.\\$JShell\\$\\w+[.$]";

    private final JShell shell;
    private final Map<String, Piece> pieces = new HashMap<>();

    /** Where a snippet comes from: a cell, and the snippet's place in its Java. */
    record Piece(int cellNumber, RewrittenCell cell, int javaOffset) {

        /** Returns the line of the cell, counted from 0, for a line of the snippet, counted from 0. */
        int line(int snippetLine) {
            return cell.line(cell.sourceOffset(javaOffset)) + snippetLine;
        }
    }

    FailureReport(JShell shell) {
        this.shell = shell;
    }

    void remember(Snippet snippet, Piece piece) {
        pieces.put(snippet.id(), piece);
    }

    /** Returns the failure of a snippet that does not compile. */
    CellFailure notCompiled(Snippet snippet, Piece piece) {
        List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
        List<String> lines = new ArrayList<>();
        errors.forEach(error -> lines.addAll(compileError(error, piece)));
        String first = lines.isEmpty() ? "this cannot be compiled" : lines.get(0);
        return new CellFailure("CompilationException", first, lines.isEmpty() ? List.of(first) : lines);
    }

    /** Returns the failure of a cell that ends within a comment. */
    static CellFailure unclosed(int cellNumber, RewrittenCell cell) {
        int line = cell.line(Math.max(0, cell.source().lastIndexOf("/*")));
        String message = "cell %d, line %d: the cell ends within this comment".formatted(cellNumber, line + 1);
        return new CellFailure("CompilationException", message, List.of(message));
    }

    private static List<String> compileError(Diag error, Piece piece) {
        RewrittenCell cell = piece.cell();
        int offset = cell.sourceOffset(piece.javaOffset() + Math.toIntExact(Math.max(0, error.getPosition())));
        int line = cell.line(offset);
        List<String> message = readable(error.getMessage(Locale.ENGLISH))
                .lines()
                .filter(each -> !each.strip().equals("location: class"))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add("cell " + piece.cellNumber() + ", line " + (line + 1) + ": " + message.get(0));
        lines.add("    " + cell.text(line));
        lines.add("    " + cell.text(line).substring(0, cell.column(offset)).replaceAll("[^\\t]", " ") + "^");
        lines.addAll(message.subList(1, message.size()));
        return lines;
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
        if (type.equals(MagicException.class.getName())) {
            return CellFailure.of(new MagicException(message));
        }
        List<String> lines = new ArrayList<>();
        for (Throwable each = exception; each instanceof JShellException one; each = each.getCause()) {
            headline(one, lines.isEmpty() ? "" : "Caused by: ").lines().forEach(lines::add);
            lines.addAll(frames(one));
        }
        return new CellFailure(simpleName(type), exception.getMessage() == null ? "" : message, lines);
    }

    /** Returns the failure of what happened outside the user's code, such as a value that cannot be shown. */
    static CellFailure of(RuntimeException exception) {
        String message = exception.getMessage() == null ? "" : exception.getMessage();
        return new CellFailure(
                exception.getClass().getSimpleName(),
                message,
                exception.toString().lines().toList());
    }

    /** Returns which names a declaration misses. */
    String unresolved(DeclarationSnippet snippet) {
        return "%s cannot be used yet: it needs %s, which does not exist"
                .formatted(snippet.name(), shell.unresolvedDependencies(snippet).collect(Collectors.joining(" and ")));
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
        String place = "cell " + piece.cellNumber() + ", line " + (line + 1);
        String method = method(element);
        return "    at " + (method.isEmpty() ? place : method + " (" + place + ")") + ":  "
                + piece.cell().text(line).strip();
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
    private static String readable(String text) {
        return text.replaceAll(SNIPPET_CLASS, "");
    }
}
