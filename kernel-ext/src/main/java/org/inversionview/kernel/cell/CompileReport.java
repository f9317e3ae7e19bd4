package org.inversionview.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.inversionview.kernel.cell.FailureReport.Piece;
import org.inversionview.models.OneLine;

/** Says what the compiler found wrong in the lines of the cells. */
final class CompileReport {

    private static final String NAME = "CompilationException";

    /** What magics return has its types imported. */
    private static final String RESULT_PACKAGES = "\\borg\\.inversionview\\.magics\\.(result|view)\\.";

    private final JShell shell;
    private final Supplier<List<String>> magicNames;

    CompileReport(JShell shell, Supplier<List<String>> magicNames) {
        this.shell = shell;
        this.magicNames = magicNames;
    }

    /** Returns the failure of a snippet that does not compile. */
    CellFailure notCompiled(Snippet snippet, Piece piece) {
        List<String> lines = new ArrayList<>();
        shell.diagnostics(snippet).filter(Diag::isError).forEach(error -> lines.addAll(said(error, piece)));
        if (lines.isEmpty() && snippet instanceof DeclarationSnippet declaration) {
            shell.unresolvedDependencies(declaration).forEach(missing -> lines.addAll(missing(missing, piece)));
        }
        if (lines.isEmpty()) {
            lines.addAll(at(piece, piece.javaOffset(), "this cannot be compiled"));
        }
        return new CellFailure(NAME, lines.get(0), lines);
    }

    /** Returns the failure of a cell that ends within a comment. */
    static CellFailure unclosed(String place, RewrittenCell cell) {
        int line = cell.line(Math.max(0, cell.source().lastIndexOf("/*")));
        return failure("%s, line %s: the cell ends within this comment".formatted(place, line + 1));
    }

    /** Returns the failure of code that one line says, with its place. */
    static CellFailure failure(String message) {
        return CellFailure.of(NAME, message);
    }

    /** Tells of an error after which JShell's compiler keeps what it could not write, and fails with every other cell. */
    boolean leavesRemains(Snippet snippet) {
        return shell.diagnostics(snippet).anyMatch(error -> error.getCode().startsWith("compiler.err.limit"));
    }

    private List<String> said(Diag error, Piece piece) {
        int javaOffset = piece.javaOffset() + Math.toIntExact(Math.max(0, error.getPosition()));
        List<String> message = FailureReport.readable(error.getMessage(Locale.ENGLISH))
                .replaceAll(RESULT_PACKAGES, "")
                .lines()
                .filter(each -> !each.strip().equals("location: class"))
                .map(OneLine::of)
                .toList();
        List<String> lines = at(piece, javaOffset, message.get(0));
        lines.addAll(message.subList(1, message.size()));
        lines.addAll(hint(piece.cell(), piece.cell().sourceOffset(javaOffset)));
        return lines;
    }

    /** JShell would wait for a declaration and has no diagnosis of its own. */
    private static List<String> missing(String kindAndName, Piece piece) {
        String name = kindAndName.replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", "");
        int found = piece.cell().java().indexOf(name, piece.javaOffset());
        List<String> lines = at(piece, Math.max(found, piece.javaOffset()), "cannot find symbol");
        lines.add(OneLine.of("  symbol:   " + kindAndName));
        return lines;
    }

    private static List<String> at(Piece piece, int javaOffset, String message) {
        RewrittenCell cell = piece.cell();
        int offset = cell.sourceOffset(javaOffset);
        int line = cell.line(offset);
        String text = cell.text(line);
        int column = Math.min(cell.column(offset), text.length());
        List<String> lines = new ArrayList<>();
        lines.add("%s, line %s: %s".formatted(piece.place(), line + 1, message));
        lines.add("    " + LongLine.around(text, column));
        lines.add("    " + LongLine.caret(text, column));
        return lines;
    }

    /** A magic after a statement without its semicolon is Java's remainder. */
    private List<String> hint(RewrittenCell cell, int offset) {
        String before = cell.text(cell.line(offset)).substring(0, cell.column(offset));
        String after = cell.source().substring(offset);
        String sign = before.isBlank() ? "%" : "";
        if (!before.isBlank() && !before.strip().equals("%")) {
            return List.of();
        }
        return magicNames.get().stream()
                .filter(name -> after.startsWith(sign + name))
                .limit(1)
                .map(name ->
                        "  %%%s continues the line before, as Java's remainder: end that line with ; to run the magic"
                                .formatted(name))
                .toList();
    }
}
