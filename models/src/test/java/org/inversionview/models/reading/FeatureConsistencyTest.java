package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.inversion.UnsteeredInputs.Standing;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.Consistency.Rate;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The shipped models at heads of which it is known what they carry (notebooks 01 and 02). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureConsistencyTest {

    private LoadedModel addition;
    private LoadedModel counting;

    private Path folder;

    @BeforeAll
    void load(@TempDir Path kept) throws IOException {
        folder = kept;
        addition = load("addition");
        counting = load("counting");
    }

    private static LoadedModel load(String name) throws IOException {
        return LoadedModel.load(new LoadedModel.Request(name, Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    @AfterAll
    void close() {
        addition.close();
        counting.close();
    }

    private UnsteeredInputs drawn(LoadedModel model, int draws, String site) {
        TaskInputs inputs = new TaskInputs(model.probed(), model.provenance(), folder);
        return UnsteeredInputs.drawn(
                inputs, draws, 0, ActivationSite.parse(site), model.probed().runner());
    }

    private Consistency measure(LoadedModel model, String site, String position) {
        return new FeatureConsistency(
                        drawn(model, 4000, site), model.probed().task().features())
                .measure(
                        position,
                        new Nearness(0.1, Distance.EUCLIDEAN, position),
                        60,
                        1,
                        model.probed().runner());
    }

    private static Rate rate(Consistency consistency, String feature) {
        return consistency.features().stream()
                .filter(rate -> rate.feature().equals(feature))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_pair_s_head_carries_the_pair_of_hundreds_and_no_carry() {
        Consistency pair = measure(addition, "a1.2", "=");
        assertThat(rate(pair, "{F1,S1}").rate().value()).isGreaterThan(0.95);
        assertThat(rate(pair, "{F1,S1}").base()).isLessThan(0.05);
        assertThat(rate(pair, "{F2,S2}").rate().value()).isLessThan(0.1);
    }

    @Test
    void the_target_s_head_in_counting_carries_the_count() {
        Consistency count = measure(counting, "m1", ":");
        assertThat(count.features().stream()
                        .max(Comparator.comparingDouble(Rate::aboveChance))
                        .orElseThrow()
                        .feature())
                .isEqualTo("count of the target");
    }

    /** Every query's share is counted anew, from the distances alone. */
    @Test
    void agrees_with_a_count_by_hand_over_every_input() {
        UnsteeredInputs inputs = drawn(addition, 300, "a1.2");
        Feature first = new Feature("F1", input -> input[1]);
        Consistency all = new FeatureConsistency(inputs, List.of(first))
                .measure(
                        "=",
                        new Nearness(0.5, Distance.EUCLIDEAN, "="),
                        1000,
                        3,
                        addition.probed().runner());
        double rates = 0;
        int telling = 0;
        for (int query = 0; query < inputs.size(); query++) {
            Standing standing = inputs.from(query, 8, Distance.EUCLIDEAN, "=");
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
        assertThat(rate(all, "F1").rate().value()).isCloseTo(rates / telling, within(1e-12));
    }

    @Test
    void addition_s_features_are_those_of_the_paper() {
        int[] sum = addition.probed().task().parse("615+861");
        assertThat(addition.probed().task().features().stream()
                        .map(feature -> feature.name() + "=" + feature.value().apply(sum)))
                .contains("{F1,S1}=[6, 8]", "F1+S1=14", "carry from column 1=1", "carry from column 3=0", "answer=1476")
                .contains("digits of the answer=4", "carry from column 2=0");
    }
}
