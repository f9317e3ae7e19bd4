package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownSamplesTest {

    @Test
    void seven_in_ten_come_from_inside_where_there_are_enough_of_both() {
        assertThat(ShownSamples.ranks(100, 50, 20).stream().filter(i -> i < 50)).hasSize(14);
        assertThat(ShownSamples.ranks(100, 50, 20).stream().filter(i -> i >= 50))
                .containsExactly(50, 51, 52, 53, 54, 55); // the near misses
    }

    @Test
    void from_inside_the_whole_range_is_seen() {
        assertThat(ShownSamples.ranks(100, 50, 10)).startsWith(0, 8).contains(49);
    }

    @Test
    void the_other_side_fills_up_what_one_lacks() {
        assertThat(ShownSamples.ranks(100, 0, 5)).isEqualTo(List.of(0, 1, 2, 3, 4));
        assertThat(ShownSamples.ranks(100, 2, 5)).isEqualTo(List.of(0, 1, 2, 3, 4));
        assertThat(ShownSamples.ranks(9, 9, 5)).isEqualTo(List.of(0, 2, 4, 6, 8));
        assertThat(ShownSamples.ranks(9, 8, 5)).hasSize(5).contains(8);
    }

    @ParameterizedTest
    @CsvSource({"0,0,5", "1,0,5", "1,1,5", "7,3,100", "7,3,0", "50,20,1", "50,20,2", "1000,500,100"})
    void indices_ascend_and_are_as_many_as_asked_for_or_all(int samples, int inside, int show) {
        List<Integer> chosen = ShownSamples.ranks(samples, inside, show);
        assertThat(chosen).hasSize(Math.min(samples, show)).isSorted().doesNotHaveDuplicates();
        assertThat(chosen).allMatch(i -> i >= 0 && i < samples);
    }

    @Test
    void rounding_swaps_no_rows() {
        Random random = new Random(0);
        List<MeasuredProposal> exact = new ArrayList<>();
        for (int i = 0; i < 300; i++) { // a head that copies one digit: ten distances, each of many inputs
            exact.add(measured(new int[] {i / 100, i / 10 % 10, i % 10}, 0.02 * (i % 10) + 0.0002));
        }
        List<List<Integer>> chosen = texts(exact);
        for (int run = 0; run < 20; run++) {
            List<MeasuredProposal> rounded = new ArrayList<>();
            exact.forEach(one ->
                    rounded.add(measured(one.proposal().input(), one.match().distance() + 1e-6 * random.nextDouble())));
            assertThat(texts(rounded)).isEqualTo(chosen);
        }
    }

    @Test
    void of_equal_places_the_inside_comes_first() {
        List<MeasuredProposal> near = List.of(measured(new int[] {2}, 0.09999), measured(new int[] {1}, 0.10001));
        assertThat(ShownSamples.choose(near, 2)).containsExactly(0, 1);
    }

    /** Inputs of the rows that are shown, in their order. */
    private static List<List<Integer>> texts(List<MeasuredProposal> samples) {
        List<MeasuredProposal> sorted = samples.stream()
                .sorted(Comparator.comparingDouble(one -> one.match().distance()))
                .toList();
        return ShownSamples.choose(sorted, 20).stream()
                .map(i -> IntStream.of(sorted.get(i).proposal().input()).boxed().toList())
                .toList();
    }

    private static MeasuredProposal measured(int[] input, double distance) {
        return new MeasuredProposal(
                new Proposals.Proposal(input, new int[] {1}),
                new float[] {(float) distance},
                new MatchedPosition(0, distance),
                distance <= 0.1);
    }
}
