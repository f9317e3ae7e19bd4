package org.inversionview.magics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
        int wider = map(columns, List.of("F1,S1 in either order, and a carry from the tens")).getWidth();
        assertThat(wider).isGreaterThan(map(columns, List.of("F1")).getWidth() + 100);
    }
}
