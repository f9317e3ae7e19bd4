package org.inversionview.kernel.cell;

import java.util.ArrayList;
import java.util.List;

/**
 * Java values in a magic's line: {@code head={h}} has the value of {@code h} there, {@code {list.get(0)}} that of any
 * expression, and <code>{{</code> and <code>}}</code> are braces. A brace that nothing closes is a brace, and behind
 * {@code //} all are.
 *
 * @param pieces in their order: texts, and expressions between braces
 */
public record Interpolation(List<Piece> pieces) {

    /** In chars, of which each takes three bytes at most. */
    private static final int LONGEST_CONSTANT = 20_000;

    /** A text as it is written, or an expression of Java. */
    public record Piece(String source, boolean expression) {}

    /** Returns the pieces of what stands behind a magic's name. */
    public static Interpolation of(String arguments) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < arguments.length()) {
            char c = arguments.charAt(at);
            boolean pair = arguments.startsWith("{{", at) || arguments.startsWith("}}", at);
            int closing = c == '{' && !pair ? closing(arguments, at) : -1;
            if (commentBegins(arguments, at)) {
                text.append(arguments, at, arguments.length());
                at = arguments.length();
            } else if (closing > at + 1) {
                pieces.add(new Piece(text.toString(), false));
                text.setLength(0);
                pieces.add(new Piece(arguments.substring(at + 1, closing), true));
                at = closing + 1;
            } else {
                text.append(c);
                at += pair ? 2 : 1;
            }
        }
        pieces.add(new Piece(text.toString(), false));
        return new Interpolation(List.copyOf(pieces));
    }

    private static boolean commentBegins(String arguments, int at) {
        return Character.isWhitespace(arguments.charAt(at)) && arguments.startsWith("//", at + 1);
    }

    /** Returns where the brace that opens here is closed, or −1; braces in literals and in pairs do not count. */
    private static int closing(String arguments, int opening) {
        int depth = 0;
        int at = opening;
        while (at < arguments.length()) {
            int literal = JavaLexer.endOfLiteral(arguments, at);
            if (literal > at) {
                at = literal;
                continue;
            }
            depth += arguments.charAt(at) == '{' ? 1 : arguments.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** Returns the line as far as it is known before it runs, with an underscore for every value. */
    String known() {
        StringBuilder known = new StringBuilder();
        pieces.forEach(piece -> known.append(piece.expression() ? "_" : piece.source()));
        return known.toString();
    }

    /** Returns a Java expression of the whole line, a String. */
    String java() {
        StringBuilder java = new StringBuilder();
        for (Piece piece : pieces) {
            java.append(java.isEmpty() ? "" : " + ");
            java.append(
                    piece.expression()
                            ? MagicCalls.class.getName() + ".text(" + piece.source() + ")"
                            : literal(piece.source()));
        }
        return java.toString();
    }

    /** A constant of a class has at most 65,535 bytes; a longer text is joined when it is needed. */
    private static String literal(String text) {
        if (text.length() <= LONGEST_CONSTANT) {
            return '"' + escaped(text) + '"';
        }
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < text.length(); at += LONGEST_CONSTANT) {
            String part = text.substring(at, Math.min(text.length(), at + LONGEST_CONSTANT));
            parts.add('"' + escaped(part) + '"');
        }
        return "java.lang.String.join(\"\", " + String.join(", ", parts) + ")";
    }

    /** Returns what a Java literal needs to say this; a backslash before a u is no Unicode escape once it is doubled. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r");
    }
}
