package org.inversionview.magics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.inversionview.magics.chart.AtlasChart.Cell;
import org.inversionview.magics.chart.AtlasChart.Key;
import org.inversionview.magics.view.Figure;
import org.junit.jupiter.api.Test;

class AtlasChartTest {

    private static final Key KEY = new Key("how sure", "effect", "coverage");
    private static final List<String> SITES = List.of("a0.0", "m0");

    private static AtlasChart chart(Cell... cells) {
        return new AtlasChart(List.of("F1", "="), SITES, List.of(cells), KEY);
    }

    /** Returns the chart on white. */
    private static BufferedImage painted(AtlasChart chart) {
        BufferedImage image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        chart.paint(graphics, image.getWidth(), image.getHeight());
        graphics.dispose();
        return image;
    }

    /** Returns how many pixels above the key have about a colour. */
    private static long count(BufferedImage image, Color color) {
        return IntStream.range(0, image.getHeight() - 58)
                .mapToLong(y -> IntStream.range(0, image.getWidth())
                        .filter(x -> isAbout(new Color(image.getRGB(x, y)), color))
                        .count())
                .sum();
    }

    private static boolean isAbout(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed()) < 8
                && Math.abs(one.getGreen() - other.getGreen()) < 8
                && Math.abs(one.getBlue() - other.getBlue()) < 8;
    }

    @Test
    void words_and_labels_are_texts_in_up_to_two_lines() {
        String svg = new Figure(chart(new Cell(0, 1, "F1,S1 in either order, and much more", 1, 0, 0)), "atlas").svg();
        assertThat(svg).contains(">F1<", ">=<", ">a0.0<", ">m0<", ">F1,S1 in<", "0 to 1: how sure", ">effect<");
        assertThat(svg).containsPattern(">either or[a-z, ]*…<").doesNotContain("much more");
    }

    private static String lengthOf(String word, Cell... cells) {
        Matcher text = Pattern.compile("textLength=\"([\\d.]+)\"[^<]*>" + word + "<")
                .matcher(new Figure(chart(cells), "atlas").svg());
        assertThat(text.find()).isTrue();
        return text.group(1);
    }

    @Test
    void a_text_has_its_own_width_whatever_cells_are_empty() {
        Cell word = new Cell(1, 1, "larger", 1, 0, 0);
        assertThat(lengthOf("larger", new Cell(0, 0, "", 0, 0, 0), new Cell(0, 1, "", 0, 0, 0), word))
                .isEqualTo(lengthOf("larger", word));
    }

    @Test
    void the_key_has_room_under_a_single_column() {
        AtlasChart narrow = new AtlasChart(
                List.of("F1"),
                SITES,
                List.of(),
                new Key("consistency of the reading beyond chance", "effect", "found"));
        BufferedImage image = painted(narrow);
        assertThat(IntStream.range(0, image.getHeight())
                        .allMatch(y -> IntStream.range(image.getWidth() - 10, image.getWidth())
                                .allMatch(x -> isAbout(new Color(image.getRGB(x, y)), Color.WHITE))))
                .isTrue();
    }

    @Test
    void a_bar_is_as_long_as_its_share() {
        Color upper = new Color(213, 94, 0);
        Color lower = new Color(0, 158, 115);
        BufferedImage half = painted(chart(new Cell(0, 0, "", 0, 0.5, 0.25)));
        BufferedImage whole = painted(chart(new Cell(0, 0, "", 0, 1, 7)));
        assertThat(count(whole, upper)).isEqualTo(2 * count(half, upper)).isPositive();
        assertThat(count(whole, lower)).isEqualTo(4 * count(half, lower)).isPositive();
        assertThat(count(painted(chart(new Cell(0, 0, "", 0, Double.NaN, 0))), upper))
                .isZero();
    }

    @Test
    void the_surer_the_bluer() {
        BufferedImage image = painted(chart(new Cell(0, 0, "", 0.1, 0, 0), new Cell(0, 1, "", 0.9, 0, 0)));
        Color faint = new Color(image.getRGB(60 + 20, 26 + 20));
        Color sure = new Color(image.getRGB(60 + 78 + 20, 26 + 20));
        assertThat(faint.getRed()).isGreaterThan(sure.getRed() + 60);
        assertThat(sure.getBlue()).isGreaterThan(sure.getRed() + 60);
        assertThat(new Color(image.getRGB(60 + 20, 26 + 42 + 20))).isEqualTo(Color.WHITE); // no cell, nothing
    }
}
