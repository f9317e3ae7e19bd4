package org.inversionview.kernel.cell;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.magics.MagicException;

/**
 * A cell whose first line is a {@code %%} magic, or one without. There are {@code %%time}, which says how long the rest of
 * the cell took, {@code %%loadFromPOM}, whose libraries are the rest, and {@code %%query}, whose text is the rest.
 *
 * @param body what is evaluated; its lines have the same numbers as the cell's, or of a magic that takes it, those below it
 * @param timed whether to say how long that took
 * @param whole name of the line magic that takes the body as its arguments; empty where it is Java
 */
record CellMagic(String body, boolean timed, String whole) {

    private static final Pattern FIRST_LINE = Pattern.compile("\\A\\s*%%([\\w-]*)([^\\n]*)");
    private static final String TIME = "time";
    /** Line magics that take the rest of the cell for their arguments, every character of it. */
    private static final Set<String> WHOLE = Set.of("loadFromPOM", "query");

    private static final double NANOS = 1e9;

    /**
     * Reads a cell.
     *
     * @throws MagicException if there is no such magic
     */
    static CellMagic of(String cell) {
        Matcher matcher = FIRST_LINE.matcher(cell);
        if (!matcher.find()) {
            return new CellMagic(cell, false, "");
        }
        String name = matcher.group(1);
        if (!(name.equals(TIME) || WHOLE.contains(name)) || !matcher.group(2).isBlank()) {
            throw new MagicException(
                    "no cell magic %%%%%s: there are %%%%time, %%%%query and %%%%loadFromPOM, alone on the cell's first line"
                            .formatted((name + matcher.group(2)).strip()));
        }
        String body = matcher.group().replaceAll("[^\\n]", " ") + cell.substring(matcher.end());
        if (WHOLE.contains(name)) {
            return new CellMagic(below(cell, matcher.end()), false, name);
        }
        return new CellMagic(body, true, "");
    }

    /** What stands below a line, but for the cell's last line break. */
    private static String below(String cell, int endOfLine) {
        String text = cell.substring(Math.min(cell.length(), endOfLine + 1));
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** Tells how long the evaluation took, where that is asked. */
    void ended(long nanos, PrintStream out) {
        if (timed) {
            out.println(String.format(Locale.ROOT, "took %.3f s", nanos / NANOS));
        }
    }
}
