package org.inversionview.magics.view;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Graphics in which texts stay texts. XChart draws a text by filling the outlines of its letters; where a filled shape is
 * that of a text in the current font, the text is written in its place: it can be searched and selected, and takes a tenth of
 * the room. A letter that is not known beforehand stays a shape.
 */
final class TextGraphics extends VectorGraphics2D {

    private static final double QUARTER = Math.PI / 2;
    private static final int FIRST = '!';
    private static final int LAST = '~';

    private final Set<String> letters = new LinkedHashSet<>();
    private final Map<Font, Glyphs> glyphs = new HashMap<>();
    private final List<Written> written = new ArrayList<>();

    /**
     * A text that was written.
     *
     * @param width of its letters in the chart's font, pixels
     */
    record Written(String text, double width) {}

    /** Makes graphics that know the letters of a chart: those of a keyboard, and of its titles and labels. */
    TextGraphics(Chart<?, ?> chart) {
        for (int letter = FIRST; letter <= LAST; letter++) {
            letters.add(Character.toString(letter));
        }
        labels(chart)
                .forEach(label ->
                        label.codePoints().mapToObj(Character::toString).forEach(letters::add));
    }

    private static List<String> labels(Chart<?, ?> chart) {
        List<String> labels = new ArrayList<>(List.of(String.valueOf(chart.getTitle())));
        chart.getSeriesCollection().forEach(series -> labels.add(series.getName()));
        if (chart instanceof AxesChart<?, ?> axes) {
            labels.add(String.valueOf(axes.getXAxisTitle()));
            labels.add(String.valueOf(axes.getYAxisTitle()));
        }
        if (chart instanceof CategoryChart bars) {
            bars.getSeriesCollection().forEach(series -> series.getXData().forEach(x -> labels.add(String.valueOf(x))));
        }
        if (chart instanceof HeatMapChart map) {
            map.getHeatMapSeries().getXData().forEach(x -> labels.add(String.valueOf(x)));
            map.getHeatMapSeries().getYData().forEach(y -> labels.add(String.valueOf(y)));
        }
        return labels;
    }

    /** Returns the texts in the order in which they were written. */
    List<Written> written() {
        return List.copyOf(written);
    }

    @Override
    public void setFont(Font font) {
        super.setFont(new UnnamedFont(font));
    }

    /**
     * A font whose family nobody looks up: for a logical one the SVG's writer would lay out a text in every font of the
     * machine, to find the one that it stands for; and the name is not written.
     */
    private static final class UnnamedFont extends Font {

        private static final long serialVersionUID = 1;

        UnnamedFont(Font font) {
            super(font);
        }

        @Override
        public String getFamily() {
            return "any";
        }
    }

    @Override
    public void fill(Shape shape) {
        if (shape instanceof Path2D) { // as texts are; rectangles and circles are not
            for (int turns : new int[] {0, 1, -1}) {
                Optional<String> text = read(shape, turns);
                if (text.isPresent()) {
                    write(text.get(), turns);
                    return;
                }
            }
        }
        super.fill(shape);
    }

    private Optional<String> read(Shape shape, int turns) {
        Shape upright = AffineTransform.getRotateInstance(-turns * QUARTER).createTransformedShape(shape);
        return glyphs.computeIfAbsent(getFont(), font -> new Glyphs(font, getFontRenderContext(), letters))
                .read(upright);
    }

    private void write(String text, int turns) {
        AffineTransform before = getTransform();
        rotate(turns * QUARTER);
        drawString(text, 0f, 0f);
        setTransform(before);
    }

    /** Writes a text, which the charts of our own do themselves; an empty one leaves nothing in the file. */
    @Override
    public void drawString(String text, float x, float y) {
        if (text.isEmpty()) {
            return;
        }
        written.add(new Written(
                text, getFont().getStringBounds(text, getFontRenderContext()).getWidth()));
        super.drawString(text, x, y);
    }
}
