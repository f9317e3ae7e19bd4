package org.inversionview.magics.view;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outlines of some letters of a font, to read a text back from the outline that it is drawn with.
 *
 * <p>A text's outline is that of its letters one after the other, each moved by the widths of those before it. Letters are
 * compared from left to right, number by number; a space has no outline and is tried where none fits.
 */
final class Glyphs {

    private static final float TOLERANCE = 0.02f; // pixels
    private static final int COORDINATES = 6;
    private static final int MOST_SPACES = 3;

    private final List<Letter> letters;
    private final double space;

    /** A letter, its outline's segments (kind and coordinates), and how far the next one stands from it. */
    private record Letter(String text, List<float[]> outline, double advance) {}

    Glyphs(Font font, FontRenderContext context, Set<String> texts) {
        this.letters = texts.stream()
                .filter(text -> font.canDisplayUpTo(text) < 0)
                .map(text -> letter(text, new TextLayout(text, font, context)))
                .filter(letter -> !letter.outline().isEmpty())
                .toList();
        this.space = new TextLayout(" ", font, context).getAdvance();
    }

    private static Letter letter(String text, TextLayout layout) {
        return new Letter(text, segments(layout.getOutline(null)), layout.getAdvance());
    }

    private static List<float[]> segments(Shape shape) {
        List<float[]> segments = new ArrayList<>();
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            float[] segment = new float[1 + COORDINATES];
            float[] coordinates = new float[COORDINATES];
            segment[0] = path.currentSegment(coordinates);
            System.arraycopy(coordinates, 0, segment, 1, COORDINATES);
            segments.add(segment);
        }
        return segments;
    }

    /** Returns the text whose outline, begun at the origin, the shape is; nothing where it is none. */
    Optional<String> read(Shape shape) {
        List<float[]> outline = segments(shape);
        StringBuilder text = new StringBuilder();
        double x = 0;
        int at = 0;
        while (at < outline.size()) {
            Letter next = letter(outline, at, x);
            for (int spaces = 0; next == null && spaces < MOST_SPACES; spaces++) {
                x += space;
                text.append(' ');
                next = letter(outline, at, x);
            }
            if (next == null) {
                return Optional.empty();
            }
            text.append(next.text());
            x += next.advance();
            at += next.outline().size();
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    /** The letter with the longest outline that fits, so that a dot is not taken for the colon that begins with it. */
    private @Nullable Letter letter(List<float[]> outline, int at, double x) {
        Letter longest = null;
        for (Letter letter : letters) {
            boolean longer = longest == null
                    || letter.outline().size() > longest.outline().size();
            if (longer && fits(letter, outline, at, x)) {
                longest = letter;
            }
        }
        return longest;
    }

    private static boolean fits(Letter letter, List<float[]> outline, int at, double x) {
        if (at + letter.outline().size() > outline.size()) {
            return false;
        }
        for (int i = 0; i < letter.outline().size(); i++) {
            if (!same(letter.outline().get(i), outline.get(at + i), x)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(float[] own, float[] other, double x) {
        if (own[0] != other[0]) {
            return false;
        }
        int coordinates = coordinates((int) own[0]);
        for (int i = 0; i < coordinates; i++) {
            double moved = own[1 + i] + (i % 2 == 0 ? x : 0);
            if (Math.abs(moved - other[1 + i]) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    private static int coordinates(int segment) {
        return switch (segment) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            default -> 0;
        };
    }
}
