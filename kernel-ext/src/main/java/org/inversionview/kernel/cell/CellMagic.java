package org.inversionview.kernel.cell;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.magics.MagicException;

/**
 * A cell whose first line is a {@code %%} magic, or one without. There are {@code %%time}, which says how long the rest of
 * the cell took, and {@code %%loadFromPOM}, whose libraries are the rest.
 *
 * @param body what is evaluated; its lines have the same numbers as the cell's
 * @param timed whether to say how long that took
 * @param whole name of the line magic that takes the body as its arguments; empty where it is Java
 */
record CellMagic(String body, boolean timed, String whole) {

    private static final Pattern FIRST_LINE = Pattern.compile("\\A\\s*%%([\\w-]*)([^\\n]*)");
    private static final String TIME = "time";
    private static final String POM = "loadFromPOM";
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
        if (!(name.equals(TIME) || name.equals(POM)) || !matcher.group(2).isBlank()) {
            throw new MagicException(
                    "no cell magic %%%%%s: there are %%%%time and %%%%loadFromPOM, alone on the cell's first line"
                            .formatted((name + matcher.group(2)).strip()));
        }
        String body = matcher.group().replaceAll("[^\\n]", " ") + cell.substring(matcher.end());
        return new CellMagic(body, name.equals(TIME), name.equals(POM) ? POM : "");
    }

    /** Tells how long the evaluation took, where that is asked. */
    void ended(long nanos) {
        if (timed) {
            System.out.println(String.format(Locale.ROOT, "took %.3f s", nanos / NANOS));
        }
    }
}
