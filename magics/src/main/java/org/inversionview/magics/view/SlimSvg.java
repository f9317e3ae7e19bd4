package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same drawing in fewer characters: a notebook holds dozens of charts, each of hundreds of lines and dots. Shapes that
 * follow each other in one style say it once, lines become one path, and what cannot be seen is left out.
 */
final class SlimSvg {

    private static final Pattern LONG_NUMBER = Pattern.compile("(\\d+\\.\\d{2})\\d+");
    private static final Pattern COLOUR = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
    private static final Pattern SHAPE =
            Pattern.compile("<(line|ellipse|path|rect) ([^>]*?) ?style=\"([^\"]*)\" ?([^>]*)/>");
    private static final Pattern LINE =
            Pattern.compile("x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\" y2=\"([^\"]*)\"");
    private static final Pattern CIRCLE =
            Pattern.compile("<ellipse cx=\"([^\"]*)\" cy=\"([^\"]*)\" rx=\"([^\"]*)\" ry=\"\\3\"/>");

    private SlimSvg() {}

    /** Returns the elements of a drawing, whose shapes have a style each. */
    static String of(String elements) {
        String shorter = LONG_NUMBER.matcher(elements).replaceAll("$1");
        String coloured = COLOUR.matcher(shorter).replaceAll(SlimSvg::hexadecimal);
        StringBuilder all = new StringBuilder();
        List<Shape> together = new ArrayList<>();
        int end = 0;
        Matcher shapes = SHAPE.matcher(coloured);
        while (shapes.find()) {
            if (shapes.start() > end) {
                all.append(grouped(together)).append(coloured, end, shapes.start());
                together.clear();
            }
            together.add(Shape.of(shapes.toMatchResult()));
            end = shapes.end();
        }
        return all.append(grouped(together))
                .append(coloured, end, coloured.length())
                .toString();
    }

    private static String hexadecimal(MatchResult rgb) {
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                Integer.parseInt(rgb.group(1)),
                Integer.parseInt(rgb.group(2)),
                Integer.parseInt(rgb.group(3)));
    }

    /** A shape without its style. */
    private record Shape(String element, String attributes, String style) {

        static Shape of(MatchResult found) {
            return new Shape(found.group(1), (found.group(2) + " " + found.group(4)).strip(), found.group(3));
        }

        boolean isSeen() {
            boolean filled = !style.contains("fill:none") && !style.contains("fill-opacity:0;");
            boolean drawn = style.contains("stroke:") && !style.contains("stroke-opacity:0;");
            return filled || drawn;
        }

        boolean isLine() {
            return element.equals("line");
        }

        String plain() {
            return CIRCLE.matcher("<%s %s/>".formatted(element, attributes))
                    .replaceAll("<circle cx=\"$1\" cy=\"$2\" r=\"$3\"/>");
        }
    }

    private static String grouped(List<Shape> shapes) {
        StringBuilder all = new StringBuilder();
        List<Shape> group = new ArrayList<>();
        List<Shape> seen = shapes.stream().filter(Shape::isSeen).toList();
        for (Shape shape : seen) {
            if (!group.isEmpty() && !belongs(shape, group.get(0))) {
                all.append(written(group));
                group.clear();
            }
            group.add(shape);
        }
        return all.append(group.isEmpty() ? "" : written(group)).toString();
    }

    private static boolean belongs(Shape shape, Shape first) {
        return shape.style().equals(first.style()) && shape.isLine() == first.isLine();
    }

    private static String written(List<Shape> group) {
        StringBuilder inside = new StringBuilder();
        String style = group.get(0).style();
        if (group.get(0).isLine()) {
            return "<path style=\"%s\" stroke-linejoin=\"round\" d=\"%s\"/>".formatted(style, path(group));
        }
        group.forEach(shape -> inside.append(shape.plain()));
        return "<g style=\"%s\">%s</g>".formatted(style, inside);
    }

    /** Returns lines as a path, which goes on where one begins at the end of the one before. */
    private static String path(List<Shape> lines) {
        StringBuilder path = new StringBuilder();
        String end = "";
        for (Shape line : lines) {
            Matcher ends = LINE.matcher(line.attributes());
            if (!ends.matches()) {
                throw new IllegalStateException("a line of the chart reads " + line.attributes());
            }
            String from = ends.group(1) + " " + ends.group(3);
            String to = ends.group(2) + " " + ends.group(4);
            path.append(from.equals(end) ? "" : "M" + from).append("L").append(to);
            end = to;
        }
        return path.toString();
    }
}
