package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownSamplesTest {

    @Test
    void seven_in_ten_come_from_inside_where_there_are_enough_of_both() {
        assertThat(ShownSamples.choose(100, 50, 20).stream().filter(i -> i < 50))
                .hasSize(14);
        assertThat(ShownSamples.choose(100, 50, 20).stream().filter(i -> i >= 50))
                .containsExactly(50, 51, 52, 53, 54, 55); // the near misses
    }

    @Test
    void from_inside_the_whole_range_is_seen() {
        assertThat(ShownSamples.choose(100, 50, 10)).startsWith(0, 8).contains(49);
    }

    @Test
    void the_other_side_fills_up_what_one_lacks() {
        assertThat(ShownSamples.choose(100, 0, 5)).isEqualTo(List.of(0, 1, 2, 3, 4));
        assertThat(ShownSamples.choose(100, 2, 5)).isEqualTo(List.of(0, 1, 2, 3, 4));
        assertThat(ShownSamples.choose(9, 9, 5)).isEqualTo(List.of(0, 2, 4, 6, 8));
        assertThat(ShownSamples.choose(9, 8, 5)).hasSize(5).contains(8);
    }

    @ParameterizedTest
    @CsvSource({"0,0,5", "1,0,5", "1,1,5", "7,3,100", "7,3,0", "50,20,1", "50,20,2", "1000,500,100"})
    void indices_ascend_and_are_as_many_as_asked_for_or_all(int samples, int inside, int show) {
        List<Integer> chosen = ShownSamples.choose(samples, inside, show);
        assertThat(chosen).hasSize(Math.min(samples, show)).isSorted().doesNotHaveDuplicates();
        assertThat(chosen).allMatch(i -> i >= 0 && i < samples);
    }
}
