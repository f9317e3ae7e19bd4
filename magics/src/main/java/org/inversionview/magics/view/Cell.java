package org.inversionview.magics.view;

import java.util.List;
import java.util.Locale;

/**
 * A cell of a grid.
 *
 * @param kind what it holds
 * @param text what it says in a terminal, and in HTML unless it holds tokens
 * @param tokens that it holds; empty for other kinds
 */
public record Cell(Kind kind, String text, List<Token> tokens) {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int BAR = 10; // characters

    /** What a cell holds: text stands on the left of its column, numbers on the right. */
    public enum Kind {
        TEXT,
        NUMBER,
        BAR,
        TOKENS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Cell {
        tokens = List.copyOf(tokens);
    }

    /** Returns a cell of text. */
    public static Cell of(String text) {
        return new Cell(Kind.TEXT, text, List.of());
    }

    /** Returns a cell of a number that was formatted. */
    public static Cell number(String formatted) {
        return new Cell(Kind.NUMBER, formatted, List.of());
    }

    /** Returns a cell of tokens. */
    public static Cell of(List<Token> tokens) {
        return new Cell(Kind.TOKENS, Token.text(tokens), tokens);
    }

    /**
     * Returns a cell with a bar of block characters, which is seen wherever text is.
     *
     * @param share of the whole bar, from 0; what is longer ends in an arrow
     */
    public static Cell bar(double share) {
        if (!(share <= 1)) {
            return new Cell(Kind.BAR, "█".repeat(BAR - 1) + "▶", List.of());
        }
        int eighths = (int) Math.round(8 * BAR * Math.max(0, share));
        String rest = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return new Cell(Kind.BAR, "█".repeat(eighths / 8) + rest, List.of());
    }
}
