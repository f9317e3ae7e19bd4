package org.inversionview.magics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.HeatMapChart;

class HeatMapTest {

    private static HeatMapChart map(List<String> columns, List<String> rows) {
        return HeatMap.share(columns, rows, new double[rows.size()][columns.size()]);
    }

    @Test
    void labels_that_are_wider_than_their_column_stand_on_end() {
        assertThat(map(List.of("F1", "S1"), List.of("a0.0")).getStyler().getXAxisLabelRotation())
                .isZero();
        HeatMapChart places = map(List.of("a0.1@=", "a0.3@=", "a1.2@="), List.of("F1", "S1"));
        assertThat(places.getStyler().getXAxisLabelRotation()).isEqualTo(90);
        assertThat(places.getHeight())
                .isGreaterThan(map(List.of("F1"), List.of("F1", "S1")).getHeight() - 1);
    }

    @Test
    void long_names_of_rows_take_no_room_from_the_columns() {
        List<String> columns = List.of("A1", "A2", "A3");
        int wider = map(columns, List.of("F1,S1 in either order, and a carry from the tens"))
                .getWidth();
        assertThat(wider).isGreaterThan(map(columns, List.of("F1")).getWidth() + 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12})
    void the_key_is_whole_however_few_the_rows(int rows) {
        List<String> sites =
                IntStream.range(0, rows).mapToObj(row -> "a0." + row).toList();
        assertThat(paintedOutside(map(List.of("F1", "S1"), sites))).isZero();
        assertThat(paintedOutside(HeatMap.signed(List.of("F1"), sites, new double[rows][1])))
                .isZero();
        assertThat(paintedOutside(HeatMap.amount(List.of("F1"), sites, new double[rows][1])))
                .isZero();
    }

    /** Returns how many pixels a chart paints above itself, or below. */
    private static long paintedOutside(HeatMapChart chart) {
        int around = 200;
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(chart.getWidth(), height + 2 * around, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.translate(0, around);
        chart.paint(graphics, chart.getWidth(), height);
        graphics.dispose();
        return IntStream.concat(IntStream.range(0, around), IntStream.range(around + height, height + 2 * around))
                .mapToLong(y -> IntStream.range(0, image.getWidth())
                        .filter(x -> image.getRGB(x, y) >>> 24 != 0)
                        .count())
                .sum();
    }
}
