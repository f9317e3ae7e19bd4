package org.inversionview.kernel.cell;

/** Where the pieces of Java source end. Every method takes a place in the source and returns the first place after. */
final class JavaLexer {

    private static final String TEXT_BLOCK = "\"\"\"";

    private JavaLexer() {}

    /** Returns the end of the white space (line breaks excepted) or comment that begins here, or {@code at} if none. */
    static int endOfSkipped(String source, int at) {
        char c = source.charAt(at);
        if (c != '\n' && Character.isWhitespace(c)) {
            return at + 1;
        }
        if (source.startsWith("//", at)) {
            return endOfLine(source, at);
        }
        return source.startsWith("/*", at) ? after(source, "*/", at + 2) : at;
    }

    /** Returns the end of the string, character or text block that begins here, or {@code at} if none. */
    static int endOfLiteral(String source, int at) {
        if (source.startsWith(TEXT_BLOCK, at)) {
            return endOfTextBlock(source, at + TEXT_BLOCK.length());
        }
        char quote = source.charAt(at);
        return quote == '"' || quote == '\'' ? endOfQuoted(source, at) : at;
    }

    /** Returns the end of a quoted piece: after its closing quote, or at the line's end where that is missing. */
    private static int endOfQuoted(String source, int at) {
        char quote = source.charAt(at);
        int i = at + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\n') {
                return i;
            }
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, source.length());
    }

    /** Returns where the first code is: after white space, line breaks and comments. */
    static int endOfBlank(String source) {
        int i = 0;
        while (i < source.length()) {
            int end = source.charAt(i) == '\n' ? i + 1 : endOfSkipped(source, i);
            if (end == i) {
                return i;
            }
            i = end;
        }
        return 0;
    }

    static int endOfWord(String source, int at) {
        int i = at;
        while (i < source.length() && Character.isJavaIdentifierPart(source.charAt(i))) {
            i++;
        }
        return i;
    }

    static int endOfLine(String source, int at) {
        int end = source.indexOf('\n', at);
        return end < 0 ? source.length() : end;
    }

    private static int endOfTextBlock(String source, int at) {
        int i = at;
        while (i < source.length() && !source.startsWith(TEXT_BLOCK, i)) {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + TEXT_BLOCK.length(), source.length());
    }

    private static int after(String source, String end, int at) {
        int found = source.indexOf(end, at);
        return found < 0 ? source.length() : found + end.length();
    }
}
