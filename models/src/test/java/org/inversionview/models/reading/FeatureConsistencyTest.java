package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.Consistency.Rate;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;
import org.junit.jupiter.api.Test;

/** The shipped models at heads of which it is known what they carry (notebooks 01 and 02). */
class FeatureConsistencyTest extends OnShippedModels {

    private ConsistencyMap measure(LoadedModel model, String site, String position) {
        return measure(model, site, position, input -> true);
    }

    private ConsistencyMap measure(LoadedModel model, String site, String position, Predicate<int[]> where) {
        return new ConsistencySurvey(drawn(model, 4000), model.probed().task().features(), Optional.empty(), where)
                .measure(
                        List.of(ActivationSite.parse(site)),
                        List.of(position),
                        new ConsistencySettings(new Nearness(0.1, Distance.EUCLIDEAN, position), 60, 1),
                        model.probed().runner());
    }

    private static List<String> aboveChance(ConsistencyMap map) {
        return map.rows().stream()
                .filter(ConsistencyMap.Row::isAboveChance)
                .map(row -> row.rate().feature())
                .toList();
    }

    private static Rate rate(ConsistencyMap map, String feature) {
        return map.cells().get(0).features().stream()
                .filter(rate -> rate.feature().equals(feature))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_pair_s_head_carries_the_pair_of_hundreds_and_no_carry() {
        ConsistencyMap pair = measure(addition, "a1.2", "=");
        Rate hundreds = rate(pair, "F1,S1 in either order");
        assertThat(hundreds.rate().value()).isGreaterThan(0.95);
        assertThat(hundreds.base()).isLessThan(0.05);
        assertThat(rate(pair, "F2,S2 in either order").rate().value()).isLessThan(0.1);
        assertThat(aboveChance(pair))
                .contains("F1,S1 in either order", "F1+S1")
                .doesNotContain("F2,S2 in either order", "F2", "S2", "F3", "S3", "carry of F2+S2", "carry of F3+S3");
        assertThat(hundreds.values().get(0).query()).contains("+");
    }

    /** At A1 the head has the hundreds where the sum has four digits, and the tens where it has three. */
    @Test
    void a_condition_on_queries_tells_two_uses_of_a_head_apart() {
        assertThat(measure(addition, "a1.2", "A1", input -> input.length == 14)
                        .readings()
                        .get(0)
                        .rate()
                        .feature())
                .isEqualTo("F1,S1 in either order");
        assertThat(measure(addition, "a1.2", "A1", input -> input.length == 13)
                        .readings()
                        .get(0)
                        .rate()
                        .feature())
                .isEqualTo("F2,S2 in either order");
    }

    @Test
    void the_target_s_head_in_counting_carries_the_count() {
        ConsistencyMap count = measure(counting, "m1", ":");
        assertThat(count.cells().get(0).features().stream()
                        .max(Comparator.comparingDouble(Rate::aboveChance))
                        .orElseThrow()
                        .feature())
                .isEqualTo("count of the target");
        assertThat(aboveChance(count)).contains("count of the target").doesNotContain("first letter");
    }

    /** Every query's share is counted anew, from the distances alone. */
    @Test
    void agrees_with_a_count_by_hand_over_every_input() {
        UnsteeredInputs inputs = drawn(addition, 300);
        Nearness near = new Nearness(0.5, Distance.EUCLIDEAN, "=");
        Neighbours neighbours =
                inputs.at(ActivationSite.parse("a1.2"), near, addition.probed().runner());
        Feature first = new Feature("F1", input -> input[1]);
        Consistency all = new FeatureConsistency(inputs, List.of(first))
                .measure(
                        neighbours,
                        "=",
                        new ConsistencySettings(near, 1000, 3),
                        addition.probed().runner());
        double rates = 0;
        int telling = 0;
        for (int query = 0; query < inputs.size(); query++) {
            Standing standing = neighbours.of(query, 8);
            double inside = 0;
            double agreeing = 0;
            for (int i = 0; i < inputs.size(); i++) {
                boolean counts = standing.distances()[i] <= 0.5;
                int draws = inputs.count(i) - (i == query ? 1 : 0);
                inside += counts ? draws : 0;
                agreeing += counts && inputs.input(i)[1] == inputs.input(query)[1] ? draws : 0;
            }
            telling += inside > 0 ? 1 : 0;
            rates += inside > 0 ? agreeing / inside : 0;
        }
        assertThat(all.queries()).isEqualTo(inputs.size());
        assertThat(all.alone()).isEqualTo(inputs.size() - telling);
        assertThat(all.features().get(0).rate().value()).isCloseTo(rates / telling, within(1e-12));
    }

    @Test
    void addition_s_features_are_those_of_the_paper() {
        Task task = addition.probed().task();
        NamedInput sum = new NamedInput(task, task.parse("615+861"));
        assertThat(task.features().stream().map(feature -> feature.name() + "=" + feature.of(sum)))
                .contains("F1,S1 in either order=6 and 8", "larger of F1,S1=8", "F1+S1=14", "answer=1476")
                .contains("digits of the answer=4", "carry of F1+S1=1", "carry of F2+S2=0", "carry of F3+S3=0");
    }
}
