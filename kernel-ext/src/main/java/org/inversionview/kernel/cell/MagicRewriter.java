package org.inversionview.kernel.cell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.kernel.cell.RewrittenCell.Edit;
import org.inversionview.magics.view.View;

/**
 * Rewrites one cell's magic lines to Java; used once.
 *
 * <p>{@code %name} is a magic where Java's remainder operator cannot stand: first on a line where a statement may begin
 * (its arguments are the rest of the line), or after {@code =} (its arguments end at a {@code ;} outside double quotes,
 * at a {@code //} comment or with the line). So {@code a} and {@code %b} on the next line stay arithmetic, and a statement
 * before a magic needs its {@code ;}.
 */
final class MagicRewriter {

    private static final Pattern MAGIC = Pattern.compile("%([A-Za-z][\\w-]*+|)");
    private static final Set<String> WITH_HEADER =
            Set.of("for", "while", "if", "switch", "try", "synchronized", "catch");
    private static final Set<String> BEFORE_STATEMENT = Set.of("else", "do");

    /** What the code before a place allows there. */
    private enum Before {
        STATEMENT,
        EQUALS,
        OTHER
    }

    private final String source;
    private final BiFunction<String, String, Class<? extends View>> resultTypes;
    private final StringBuilder java = new StringBuilder();
    private final List<Edit> edits = new ArrayList<>();

    /** For every open parenthesis, whether it is the header of a loop or the like: a statement follows it. */
    private final Deque<Boolean> headers = new ArrayDeque<>();

    private Before before = Before.STATEMENT;
    private String lastWord = "";
    private boolean lineStart = true;
    private int at;

    private MagicRewriter(String source, BiFunction<String, String, Class<? extends View>> resultTypes) {
        this.source = source;
        this.resultTypes = resultTypes;
    }

    /**
     * Returns a cell with its magic lines as Java.
     *
     * @param resultTypes gives a magic's result type by its name and arguments, or throws for a name that there is not
     */
    static RewrittenCell rewrite(String source, BiFunction<String, String, Class<? extends View>> resultTypes) {
        MagicRewriter rewriter = new MagicRewriter(source, resultTypes);
        while (rewriter.at < source.length()) {
            rewriter.step();
        }
        return new RewrittenCell(source, rewriter.java.toString(), rewriter.edits);
    }

    private void step() {
        int skipped = JavaLexer.endOfSkipped(source, at);
        Matcher magic = MAGIC.matcher(source).region(at, source.length());
        if (source.charAt(at) == '\n') {
            lineStart = true;
            copyTo(at + 1);
        } else if (skipped > at) {
            copyTo(skipped);
        } else if (magicMayStand() && magic.lookingAt()) {
            magic(magic.group(1), magic.end());
        } else {
            code();
        }
    }

    private boolean magicMayStand() {
        return before == Before.EQUALS || (before == Before.STATEMENT && lineStart);
    }

    private void code() {
        int literal = JavaLexer.endOfLiteral(source, at);
        int word = JavaLexer.endOfWord(source, at);
        String name = source.substring(at, word);
        if (literal > at) {
            before = Before.OTHER;
            copyTo(literal);
        } else if (word > at) {
            before = BEFORE_STATEMENT.contains(name) ? Before.STATEMENT : Before.OTHER;
            copyTo(word);
        } else {
            before = afterPunctuation(source.charAt(at));
            copyTo(at + 1);
        }
        lastWord = name;
        lineStart = false;
    }

    private Before afterPunctuation(char c) {
        return switch (c) {
            case ';', '{', '}', ':' -> Before.STATEMENT;
            case '=' -> Before.EQUALS;
            case '(' -> {
                headers.push(WITH_HEADER.contains(lastWord));
                yield Before.OTHER;
            }
            case ')' -> !headers.isEmpty() && headers.pop() ? Before.STATEMENT : Before.OTHER;
            default -> Before.OTHER;
        };
    }

    private void magic(String name, int argumentsStart) {
        boolean assigned = before == Before.EQUALS;
        int end = assigned ? endOfAssigned(argumentsStart) : JavaLexer.endOfLine(source, argumentsStart);
        Interpolation arguments = Interpolation.of(arguments(argumentsStart, end, assigned));
        Class<? extends View> type = resultTypes.apply(name, arguments.known());
        String call = assigned ? "(" + type.getCanonicalName() + ") " + call("value") : call("show");
        boolean semicolonFollows = end < source.length() && source.charAt(end) == ';';
        int start = java.length();
        java.append(call.formatted(name, arguments.java())).append(semicolonFollows ? "" : ";");
        edits.add(new Edit(at, end, start, java.length()));
        at = end;
        before = Before.STATEMENT;
        lastWord = "";
        lineStart = false;
    }

    /** What follows the one white space behind the name, as it is written; an assigned one's ends where its statement does. */
    private String arguments(int start, int end, boolean assigned) {
        int from = start < end && Character.isWhitespace(source.charAt(start)) ? start + 1 : start;
        String arguments = source.substring(from, end);
        return assigned ? arguments.stripTrailing() : arguments.replaceFirst("\\r$", "");
    }

    private static String call(String method) {
        return MagicCalls.class.getName() + "." + method + "(\"%s\", %s)";
    }

    private int endOfAssigned(int argumentsStart) {
        int line = JavaLexer.endOfLine(source, argumentsStart);
        int i = argumentsStart;
        while (i < line && source.charAt(i) != ';' && !commentBegins(i)) {
            // In a magic's arguments, as in its own reading of them, a backslash escapes nothing.
            int closing = source.charAt(i) == '"' ? source.indexOf('"', i + 1) : i;
            i = closing < 0 ? line : closing + 1;
        }
        return Math.min(i, line);
    }

    /** Tells a comment from the slashes of an address: white space is before it. */
    private boolean commentBegins(int i) {
        return Character.isWhitespace(source.charAt(i)) && source.startsWith("//", i + 1);
    }

    private void copyTo(int end) {
        java.append(source, at, end);
        at = end;
    }
}
