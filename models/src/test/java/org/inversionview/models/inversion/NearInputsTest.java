package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationSite;
import org.junit.jupiter.api.Test;

class NearInputsTest {

    private static final int S3 = 7;
    private static final double EPSILON = 0.1;
    private static final int[] QUERY = TinyModels.TASK.sum(615, 861);

    private final NearInputs near = new NearInputs(new Query(QUERY, ActivationSite.parse("a1.0"), S3), EPSILON);

    private void keep(int[] input, int position, double distance) {
        near.keep(Collections.singletonList(input), List.of(new MatchedPosition(position, distance)));
    }

    private List<String> drawn() {
        RandomGenerator random = new SplittableRandom(0);
        return Stream.generate(() -> near.draw(random))
                .limit(5000)
                .map(TinyModels.TASK.vocabulary()::decode)
                .distinct()
                .toList();
    }

    @Test
    void goes_on_from_one_of_those_that_are_the_same_up_to_the_matched_position() {
        keep(TinyModels.TASK.sum(123, 456), 3, 0.05);
        keep(TinyModels.TASK.sum(123, 789), 3, 0.05);
        keep(TinyModels.TASK.sum(123, 457), S3, 0.09);
        assertThat(drawn()).containsExactlyInAnyOrder("B123+456=579E", "B123+457=580E");
        assertThat(near.isNew(TinyModels.TASK.sum(123, 789))).isFalse();
        assertThat(near.isNew(TinyModels.TASK.sum(123, 790))).isTrue();
        assertThat(near.isNew(TinyModels.TASK.sum(123, 790))).isFalse();
    }

    @Test
    void never_goes_on_from_the_query_or_what_begins_like_it() {
        keep(QUERY, S3, 0);
        int[] otherAnswer = QUERY.clone();
        otherAnswer[11] = 9;
        keep(otherAnswer, S3, 0);
        assertThat(near.isEmpty()).isTrue();
        assertThat(near.isNew(QUERY.clone())).isFalse();
        keep(TinyModels.TASK.sum(615, 862), -1, Double.POSITIVE_INFINITY); // has no position that is compared
        assertThat(near.isEmpty()).isTrue();
    }

    @Test
    void goes_on_from_all_inside_or_the_nearest() {
        List<int[]> inputs = IntStream.range(0, 300)
                .mapToObj(i -> TinyModels.TASK.sum(100 + i, 500))
                .toList();
        double[] distances = IntStream.range(0, 300)
                .mapToDouble(i -> EPSILON + 0.001 * (i + 1))
                .toArray();
        near.keep(
                inputs,
                Arrays.stream(distances)
                        .mapToObj(distance -> new MatchedPosition(S3, distance))
                        .toList());
        assertThat(drawn()).hasSize(200).contains("B299+500=799E").doesNotContain("B300+500=800E");
        for (int i = 0; i < 250; i++) {
            keep(TinyModels.TASK.sum(500 + i, 100), S3, EPSILON);
        }
        assertThat(drawn()).hasSize(250).allMatch(text -> text.contains("+100="));
    }
}
