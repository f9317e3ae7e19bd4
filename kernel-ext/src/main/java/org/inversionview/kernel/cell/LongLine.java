package org.inversionview.kernel.cell;

/** A line of source as failures show it: of a very long one, what stands around a place. */
final class LongLine {

    private static final int MOST = 200;
    private static final String CUT = "… ";

    private LongLine() {}

    /** Returns the line, or what of it stands around a column. */
    static String around(String line, int column) {
        if (line.length() <= MOST) {
            return line;
        }
        int start = start(column);
        int end = Math.min(line.length(), start + MOST);
        return (start > 0 ? CUT : "") + line.substring(start, end) + (end < line.length() ? " …" : "");
    }

    /** Returns a caret that stands below the column in what {@link #around} returns. */
    static String caret(String line, int column) {
        int start = line.length() <= MOST ? 0 : start(column);
        String before = (start > 0 ? CUT : "") + line.substring(start, column);
        return before.replaceAll("[^\\t]", " ") + "^";
    }

    private static int start(int column) {
        return Math.max(0, column - MOST / 2);
    }
}
