package org.inversionview.kernel.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.kernel.UserMistake;

/**
 * The regions of a cell's source, between lines such as {@code // BEGIN SOLUTION} and {@code // END SOLUTION}; nbgrader's
 * {@code ### BEGIN SOLUTION} is one, too.
 *
 * @param kind such as SOLUTION
 */
record Regions(String kind) {

    static final Regions SOLUTION = new Regions("SOLUTION");
    static final Regions HIDDEN_TESTS = new Regions("HIDDEN TESTS");

    private static final Pattern BOUND = Pattern.compile("(\\s*)(?://+|#+)\\s*(BEGIN|END) (SOLUTION|HIDDEN TESTS)\\s*");

    /**
     * A part of a source.
     *
     * @param indent of the line that opens a region; empty outside
     * @param lines without those that bound it
     * @param start how many lines of the source are before the part's first
     * @param inside whether it is a region
     */
    record Part(String indent, List<String> lines, int start, boolean inside) {

        Part {
            lines = List.copyOf(lines);
        }

        /** Returns the part's text below as many empty lines as others are before it: failures name its lines as they are. */
        String inPlace() {
            return "\n".repeat(start) + String.join("\n", lines);
        }

        boolean isBlank() {
            return lines.stream().allMatch(String::isBlank);
        }
    }

    /** Tells whether a source has such a region. */
    boolean areIn(String source) {
        return source.lines().anyMatch(line -> bound(line, "BEGIN").isPresent());
    }

    private Optional<String> bound(String line, String which) {
        Matcher matcher = BOUND.matcher(line);
        return matcher.matches()
                        && matcher.group(2).equals(which)
                        && matcher.group(3).equals(kind)
                ? Optional.of(matcher.group(1))
                : Optional.empty();
    }

    /**
     * Returns a source's parts in order, those in between included.
     *
     * @param cell whose source it is, for what is said
     * @throws UserMistake if a region is not closed, or another begins in it
     */
    List<Part> parts(String cell, String source) {
        List<Part> parts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Optional<String> open = Optional.empty();
        int number = 0;
        int start = 0;
        for (String line : source.split("\n", -1)) {
            number++;
            Optional<String> begins = bound(line, "BEGIN");
            boolean ends = bound(line, "END").isPresent();
            if (begins.isPresent() == open.isPresent() && (begins.isPresent() || ends)) {
                throw unpaired(cell, number);
            }
            if (begins.isPresent() || ends) {
                parts.add(new Part(open.orElse(""), lines, start, open.isPresent()));
                lines.clear();
                start = number;
                open = begins;
            } else {
                lines.add(line);
            }
        }
        if (open.isPresent()) {
            throw unpaired(cell, number);
        }
        parts.add(new Part("", lines, start, false));
        return parts;
    }

    private UserMistake unpaired(String cell, int line) {
        return new UserMistake(
                "cell %s, line %s: // BEGIN %s and // END %s must take turns".formatted(cell, line, kind, kind));
    }

    /** Returns a source with another text in place of each region, indented as that was. */
    String replaced(String cell, String source, String by) {
        List<String> kept = new ArrayList<>();
        for (Part part : parts(cell, source)) {
            if (part.inside()) {
                by.lines().map(line -> part.indent() + line).forEach(kept::add);
            } else {
                kept.addAll(part.lines());
            }
        }
        return String.join("\n", kept);
    }
}
