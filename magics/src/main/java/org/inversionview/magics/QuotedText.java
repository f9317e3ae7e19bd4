package org.inversionview.magics;

/** A text as a magic's line takes it. */
public final class QuotedText {

    private QuotedText() {}

    /** Returns the text; in double quotes, which hold it together, where it has white space. */
    public static String of(String text) {
        return text.chars().anyMatch(Character::isWhitespace) ? "\"" + text + "\"" : text;
    }
}
