package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.HeatMapStyler;

/**
 * A matrix of cells that say four things each: a word, how sure it is by the cell's colour, and two shares, by bars along the
 * cell's upper and lower edges. Colours are translucent, so that words are read on white as on black.
 */
public final class AtlasChart extends Chart<HeatMapStyler, HeatMapSeries> {

    private static final Color UPPER = new Color(213, 94, 0); // vermilion and bluish green of Okabe and Ito (2008)
    private static final Color LOWER = new Color(0, 158, 115);
    private static final Color INK = new Color(60, 60, 60); // of words, in a file of its own
    private static final int FAINT = 22; // alpha of a cell that is sure of nothing
    private static final int SURE = 150;
    private static final int WIDTH = 78; // pixels of a cell
    private static final int HEIGHT = 42;
    private static final int GAP = 2;
    private static final int BAR = 4;
    private static final int LEFT = 60;
    private static final int TOP = 26;
    private static final int KEY = 58;
    private static final int KEY_BAR = 48;
    private static final int BEFORE_WORDS = 6;
    private static final int AFTER_WORDS = 24;
    private static final String RANGE = "0 to 1: ";
    private static final Font WORD = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final List<String> columns;
    private final List<String> rows;
    private final List<Cell> cells;
    private final Key key;

    /**
     * A cell.
     *
     * @param row from 0, the uppermost
     * @param column from 0, the leftmost
     * @param word may be empty
     * @param sure from 0 to 1
     * @param upper share, from 0 to 1; NaN where there is none
     * @param lower share, as above
     */
    public record Cell(int row, int column, String word, double sure, double upper, double lower) {}

    /** What the colour and the bars mean, in a few words each; a bar without words is not there. */
    public record Key(String sure, String upper, String lower) {}

    /** Makes a chart; rows from top to bottom. */
    public AtlasChart(List<String> columns, List<String> rows, List<Cell> cells, Key key) {
        super(
                LEFT + Math.max(WIDTH * columns.size(), widthOf(key)),
                TOP + HEIGHT * rows.size() + KEY,
                new HeatMapStyler());
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
        this.cells = List.copyOf(cells);
        this.key = key;
    }

    /** Returns how wide a key is, however few the columns above it. */
    private static int widthOf(Key key) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        double width = 0;
        for (String words : List.of(RANGE + key.sure, key.upper, key.lower)) {
            width += words.isEmpty()
                    ? 0
                    : KEY_BAR
                            + BEFORE_WORDS
                            + LABEL.getStringBounds(words, context).getWidth()
                            + AFTER_WORDS;
        }
        return (int) Math.ceil(width);
    }

    @Override
    public void paint(Graphics2D g, int width, int height) {
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setStroke(new BasicStroke(0));
        paintLabels(g);
        cells.forEach(cell -> paint(g, cell));
        paintKey(g);
    }

    private void paintLabels(Graphics2D g) {
        g.setFont(LABEL);
        g.setColor(Theme.TEXT);
        for (int column = 0; column < columns.size(); column++) {
            centred(g, columns.get(column), LEFT + WIDTH * column + WIDTH / 2.0, TOP - 9.0);
        }
        FontMetrics metrics = g.getFontMetrics();
        for (int row = 0; row < rows.size(); row++) {
            String label = rows.get(row);
            float baseline = (float) (TOP + HEIGHT * row + HEIGHT / 2.0 + metrics.getAscent() / 2.0 - 1);
            g.drawString(label, LEFT - 8 - metrics.stringWidth(label), baseline);
        }
    }

    private void paint(Graphics2D g, Cell cell) {
        double x = LEFT + WIDTH * cell.column + GAP / 2.0;
        double y = TOP + HEIGHT * cell.row + GAP / 2.0;
        double width = WIDTH - GAP;
        double height = HEIGHT - GAP;
        g.setColor(shade(cell.sure));
        g.fill(new Rectangle2D.Double(x, y, width, height));
        bar(g, UPPER, cell.upper, x, y, width);
        bar(g, LOWER, cell.lower, x, y + height - BAR, width);
        g.setFont(WORD);
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        List<String> lines = lines(cell.word, metrics, width - 4);
        double first = y + height / 2 - (lines.size() - 1) * metrics.getHeight() / 2.0 + metrics.getAscent() / 2.0 - 1;
        for (int line = 0; line < lines.size(); line++) {
            centred(g, lines.get(line), x + width / 2, first + line * metrics.getHeight());
        }
    }

    private static Color shade(double sure) {
        double share = Double.isFinite(sure) ? Math.max(0, Math.min(1, sure)) : 0;
        Color hue = share > 0 ? Theme.INSIDE : Theme.EPSILON;
        return new Color(hue.getRed(), hue.getGreen(), hue.getBlue(), (int) Math.round(FAINT + share * (SURE - FAINT)));
    }

    private static void bar(Graphics2D g, Color color, double share, double x, double y, double width) {
        if (share > 0) {
            g.setColor(color);
            g.fill(new Rectangle2D.Double(x, y, width * Math.min(1, share), BAR));
        }
    }

    private static void centred(Graphics2D g, String text, double x, double baseline) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    /** Returns a word in up to two lines; what is longer is cut. */
    private static List<String> lines(String word, FontMetrics metrics, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String part : word.split(" ", -1)) {
            String longer = line.isEmpty() ? part : line + " " + part;
            if (!line.isEmpty() && metrics.stringWidth(longer) > width && lines.isEmpty()) {
                lines.add(line);
                longer = part;
            }
            line = longer;
        }
        lines.add(line);
        return lines.stream().map(one -> cut(one, metrics, width)).toList();
    }

    private static String cut(String line, FontMetrics metrics, double width) {
        String text = line;
        while (text.length() > 1 && metrics.stringWidth(text) > width) {
            text = text.substring(0, text.length() - (text.endsWith("…") ? 2 : 1)) + "…";
        }
        return text;
    }

    /** A ramp of the colour from 0 to 1, and a piece of each bar, with their words. */
    private void paintKey(Graphics2D g) {
        double y = TOP + HEIGHT * rows.size() + KEY / 2.0;
        double x = LEFT;
        for (int step = 0; step < KEY_BAR; step++) {
            g.setColor(shade(step / (KEY_BAR - 1.0)));
            g.fill(new Rectangle2D.Double(x + step, y - 7, 1, 14));
        }
        x = words(g, RANGE + key.sure, x + KEY_BAR, y);
        x = keyBar(g, UPPER, key.upper, x, y);
        keyBar(g, LOWER, key.lower, x, y);
    }

    private double keyBar(Graphics2D g, Color color, String meaning, double x, double y) {
        if (meaning.isEmpty()) {
            return x;
        }
        bar(g, color, 1, x, y - BAR / 2.0, KEY_BAR / 2.0);
        return words(g, meaning, x + KEY_BAR / 2.0, y);
    }

    private static double words(Graphics2D g, String text, double x, double y) {
        g.setFont(LABEL);
        g.setColor(Theme.TEXT);
        g.drawString(text, (float) x + BEFORE_WORDS, (float) y + 4);
        return x + BEFORE_WORDS + g.getFontMetrics().stringWidth(text) + AFTER_WORDS;
    }
}
