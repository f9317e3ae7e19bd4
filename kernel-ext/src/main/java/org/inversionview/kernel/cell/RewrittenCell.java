package org.inversionview.kernel.cell;

import java.util.List;

/**
 * A cell whose magic lines have become Java. Lines stay lines, columns move.
 *
 * @param source as the user wrote it
 * @param java what JShell gets
 * @param edits what was replaced, in order
 */
record RewrittenCell(String source, String java, List<Edit> edits) {

    /** A replaced piece, from inclusive to exclusive, in the source and in the Java. */
    record Edit(int sourceStart, int sourceEnd, int javaStart, int javaEnd) {}

    RewrittenCell {
        edits = List.copyOf(edits);
    }

    /** Returns where in the source a place in the Java comes from: within a replaced piece, its start. */
    int sourceOffset(int javaOffset) {
        int shift = 0;
        for (Edit edit : edits) {
            if (javaOffset < edit.javaStart()) {
                break;
            }
            if (javaOffset < edit.javaEnd()) {
                return edit.sourceStart();
            }
            shift = edit.sourceEnd() - edit.javaEnd();
        }
        return Math.min(javaOffset + shift, source.length());
    }

    /** Returns what the user wrote where a replaced piece begins in the Java, or nothing if none begins there. */
    String replacedAt(int javaOffset) {
        return edits.stream()
                .filter(edit -> edit.javaStart() == javaOffset)
                .map(edit -> source.substring(edit.sourceStart(), edit.sourceEnd()))
                .findFirst()
                .orElse("");
    }

    /** Returns the line, counted from 0, at a place in the source. */
    int line(int sourceOffset) {
        return (int)
                source.substring(0, sourceOffset).chars().filter(c -> c == '\n').count();
    }

    /** Returns the column, counted from 0, of a place in the source. */
    int column(int sourceOffset) {
        return sourceOffset - (source.lastIndexOf('\n', sourceOffset - 1) + 1);
    }

    /** Returns a line's text, or nothing if there is no such line. */
    String text(int line) {
        return source.lines().skip(line).findFirst().orElse("");
    }
}
