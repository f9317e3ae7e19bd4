package org.inversionview.kernel.cell;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.magics.MagicException;

/**
 * A cell whose first line is a {@code %%} magic, or one without: there is {@code %%time}, which says how long the rest of
 * the cell took.
 *
 * @param body what is evaluated; its lines have the same numbers as the cell's
 * @param timed whether to say how long that took
 */
record CellMagic(String body, boolean timed) {

    private static final Pattern FIRST_LINE = Pattern.compile("\\A\\s*%%([\\w-]*)([^\\n]*)");
    private static final double NANOS = 1e9;

    /**
     * Reads a cell.
     *
     * @throws MagicException if there is no such magic
     */
    static CellMagic of(String cell) {
        Matcher matcher = FIRST_LINE.matcher(cell);
        if (!matcher.find()) {
            return new CellMagic(cell, false);
        }
        if (!matcher.group(1).equals("time") || !matcher.group(2).isBlank()) {
            throw new MagicException("no cell magic %%%%%s: there is %%%%time, alone on the cell's first line"
                    .formatted((matcher.group(1) + matcher.group(2)).strip()));
        }
        return new CellMagic(matcher.group().replaceAll("[^\\n]", " ") + cell.substring(matcher.end()), true);
    }

    /** Tells how long the evaluation took, where that is asked. */
    void ended(long nanos) {
        if (timed) {
            System.out.println(String.format(Locale.ROOT, "took %.3f s", nanos / NANOS));
        }
    }
}
