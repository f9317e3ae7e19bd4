package org.inversionview.kernel.cell;

import java.util.Optional;

/** How deep the brackets of some code nest: the compiler looks ahead at each, which takes time with the square of it. */
final class Nesting {

    /** No person writes so deep; the compiler takes a second with it. */
    private static final int DEEPEST = 10_000;

    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private Nesting() {}

    /** Returns what is said of a cell whose brackets nest too deep for the compiler; nothing of any other. */
    static Optional<CellFailure> failure(String place, RewrittenCell cell) {
        int at = tooDeepAt(cell.source());
        return at < 0
                ? Optional.empty()
                : Optional.of(CompileReport.failure("%s, line %s: more than %s brackets are open here: that is too deep"
                        .formatted(place, cell.line(at) + 1, DEEPEST)));
    }

    /** Tells whether some code nests too deep. */
    static boolean isTooDeep(String code) {
        return tooDeepAt(code) >= 0;
    }

    /** Returns where there is a bracket too many, −1 if nowhere. */
    private static int tooDeepAt(String code) {
        int depth = 0;
        int at = 0;
        while (at < code.length()) {
            int end = Math.max(JavaLexer.endOfSkipped(code, at), JavaLexer.endOfLiteral(code, at));
            if (end > at) {
                at = end;
                continue;
            }
            char c = code.charAt(at);
            depth += OPENING.indexOf(c) >= 0 ? 1 : CLOSING.indexOf(c) >= 0 ? -1 : 0;
            if (depth > DEEPEST) {
                return at;
            }
            at++;
        }
        return -1;
    }
}
