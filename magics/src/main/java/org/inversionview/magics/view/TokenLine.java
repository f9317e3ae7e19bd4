package org.inversionview.magics.view;

import java.util.List;

/**
 * Tokens in a line, after some words.
 *
 * @param words before them
 * @param tokens in their order
 */
public record TokenLine(String words, List<Token> tokens) implements Block {

    public TokenLine {
        tokens = List.copyOf(tokens);
    }

    @Override
    public String kind() {
        return "tokens";
    }

    @Override
    public String text() {
        return words + Token.text(tokens);
    }
}
