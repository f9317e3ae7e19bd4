package org.inversionview.models;

import java.util.Locale;

/** Text as a person can read it in a message of one line, wherever it came from. */
public final class OneLine {

    private static final int LONGEST = 1_000;
    private static final int FIRST = 600;
    private static final int LAST = 300;
    private static final int BRIEF = 200;

    /** In Unicode, the pictures of the control characters stand in their order from here. */
    private static final int PICTURES = 0x2400;

    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private OneLine() {}

    /** Returns the text with pictures in place of control characters; of one that is very long, the middle is left out. */
    public static String of(String text) {
        String shown = text.length() <= LONGEST
                ? text
                : String.format(
                        Locale.ROOT,
                        "%s… (%,d characters) …%s",
                        text.substring(0, FIRST),
                        text.length() - FIRST - LAST,
                        text.substring(text.length() - LAST));
        return readable(shown);
    }

    /** Returns the beginning of a text, where it is one of several in a message: a name, a field of a file. */
    public static String brief(String text) {
        return readable(text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…");
    }

    private static String readable(String text) {
        return text.codePoints()
                .map(OneLine::readable)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int readable(int c) {
        if (c < ' ') {
            return PICTURES + c;
        }
        return Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR ? '?' : c;
    }
}
