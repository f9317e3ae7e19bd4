package org.inversionview.magics.command;

import java.util.regex.Pattern;

/**
 * Values of Java in a magic's line. Such a value is marked at both ends, with control characters that nobody types, so that
 * white space, quotation marks and backslashes in it are parts of it.
 */
public final class Values {

    private static final char BEGIN = '\u0002';
    private static final char END = '\u0003';

    /** A marked value, for patterns. */
    static final String MARKED = BEGIN + "[^" + END + "]*" + END;

    private static final Pattern MARKS = Pattern.compile("[" + BEGIN + END + "]");

    private Values() {}

    /** Returns a value as it goes into a line. */
    public static String marked(String value) {
        return BEGIN + unmarked(value) + END;
    }

    /** Returns a text without marks. */
    static String unmarked(String text) {
        return MARKS.matcher(text).replaceAll("");
    }
}
