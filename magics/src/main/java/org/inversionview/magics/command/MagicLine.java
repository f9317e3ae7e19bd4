package org.inversionview.magics.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.magics.MagicException;

/**
 * A magic's line as a record keeps it.
 *
 * @param name without the percent sign
 * @param arguments the rest of the line
 */
record MagicLine(String name, String arguments) {

    private static final Pattern WRITTEN = Pattern.compile("%(\\w+)(?: (.*))?", Pattern.DOTALL);

    /**
     * Reads a line.
     *
     * @throws MagicException if it is none
     */
    static MagicLine of(String line) {
        Matcher matcher = WRITTEN.matcher(line);
        if (!matcher.matches()) {
            throw new MagicException("'%s' is no magic's line, as %%query 615+861= is".formatted(line));
        }
        return new MagicLine(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    /**
     * Makes sure that the line computes, and does nothing else, whoever wrote it.
     *
     * @throws MagicException if not, or if there is no such magic
     */
    void requireRepeatable() {
        MagicCommand<?> magic = Registry.create(name);
        if (!magic.isRepeatable(magic.arguments(arguments))) {
            throw new MagicException("%%%s %s is not done again: it does more than compute".formatted(name, arguments));
        }
    }
}
