package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One token as it is drawn.
 *
 * @param text the token
 * @param strength of its colour, from −1 (vermilion) to 1 (blue), such as a probability difference; 0 for none
 * @param marked whether it stands at the position that counts
 * @param hint what appears on hover
 */
public record Token(String text, double strength, boolean marked, String hint) {

    private static final String POSITIVE = "0,114,178"; // blue and vermilion of Okabe and Ito (2008)
    private static final String NEGATIVE = "213,94,0";
    private static final double STRONGEST = 0.65; // text stays readable on it, in light and dark
    private static final double FAINTEST = 0.02;
    private static final double PLAIN = 0.1; // where colours are stripped, bold and italic begin here

    /** Returns the tokens of a text, one of them marked. */
    public static List<Token> plain(List<String> texts, int marked) {
        List<Token> tokens = new ArrayList<>();
        for (int position = 0; position < texts.size(); position++) {
            tokens.add(new Token(texts.get(position), 0, position == marked, "position " + position));
        }
        return tokens;
    }

    /** Returns the CSS of its colour; empty for none. */
    public String style() {
        double opacity = STRONGEST * Math.min(1, Math.abs(strength));
        if (!(opacity >= FAINTEST)) {
            return "";
        }
        return String.format(Locale.ROOT, "background:rgba(%s,%.2f)", strength > 0 ? POSITIVE : NEGATIVE, opacity);
    }

    /** Returns the element that says its colour where styles are stripped: bold for positive, italic for negative. */
    public String emphasis() {
        if (!(Math.abs(strength) >= PLAIN)) {
            return "";
        }
        return strength > 0 ? "b" : "i";
    }

    /** Returns tokens for a terminal, the marked one in brackets. */
    static String text(List<Token> tokens) {
        return tokens.stream()
                .map(token -> token.marked() ? "[" + token.text() + "]" : token.text())
                .collect(Collectors.joining());
    }
}
