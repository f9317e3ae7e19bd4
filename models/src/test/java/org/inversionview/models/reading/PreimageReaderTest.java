package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Feature;
import org.junit.jupiter.api.Test;

/** The shipped models at heads of which it is known what they hold (notebooks 01 and 02). */
class PreimageReaderTest extends OnShippedModels {

    private Explanation explain(LoadedModel model, String input, String site, String position) {
        return PreimageReader.explain(
                neighbours(model, 10_000, site, position),
                query(model, input, site, position),
                model.probed().task().features(),
                () -> {
                    throw new AssertionError("draws meet members enough: a decoder need not be asked");
                });
    }

    @Test
    void the_pair_is_a_whole_description_and_explains_digits_sum_and_carry() {
        Explanation read = explain(addition, "615+861", "a1.2", "=");
        assertThat(read.description().statements()).hasToString("[F1,S1 in either order: 6 and 8]");
        assertThat(read.description().precision().value()).isEqualTo(1);
        assertThat(read.description().recall().value()).isEqualTo(1);
        assertThat(read.statements()).hasSize(1);
        assertThat(read.statements().get(0).folded())
                .contains("F1", "S1", "F1+S1", "larger of F1,S1", "carry of F1+S1", "digits of the answer");
        assertThat(read.indifferent())
                .extracting(Statement::feature)
                .contains("F2", "S2", "F3", "S3", "carry of F2+S2", "carry of F3+S3");
        assertThat(read.isFair()).isTrue();
    }

    @Test
    void on_the_dial_the_pair_is_pure_until_the_next_pair_comes_in() {
        EpsilonCurve curve = explain(addition, "615+861", "a1.2", "=").curve();
        assertThat(curve.points()).hasSize(50);
        assertThat(curve.completeAt().orElseThrow()).isLessThanOrEqualTo(0.1);
        assertThat(curve.breaksAt().orElseThrow()).isGreaterThan(0.2);
        Neighbours neighbours = neighbours(addition, 10_000, "a1.2", "=");
        Standing standing = neighbours.of(query(addition, "615+861", "a1.2", "="));
        for (EpsilonCurve.Point point : curve.points()) {
            int inside = 0;
            for (int i = 0; i < neighbours.inputs().size(); i++) {
                inside += standing.distances()[i] <= point.epsilon()
                        ? neighbours.inputs().count(i)
                        : 0;
            }
            assertThat(point.purity().trials()).as("inside %s", point.epsilon()).isEqualTo(inside);
        }
    }

    @Test
    void the_carry_is_read_where_it_is_and_what_else_only_some_share_is_no_description() {
        Explanation read = explain(addition, "655+866", "a1.1", "=");
        assertThat(read.description().statements()).hasToString("[carry of F2+S2: 1]");
        assertThat(read.description().recall().value()).isEqualTo(1);
        assertThat(read.description().precision().value()).isLessThan(0.5);
    }

    @Test
    void counting_holds_the_count_and_no_letter() {
        Explanation read = explain(counting, "vvzccvczvvvzvcvc|v", "m1", ":");
        assertThat(read.statements().get(0)).hasToString("count of the target: 8");
        assertThat(read.description().statements()).hasToString("[count of the target: 8]");
        assertThat(read.indifferent()).extracting(Statement::feature).contains("first letter", "target letter");
    }

    @Test
    void a_site_that_is_always_the_same_says_nothing() {
        Explanation read = explain(addition, "615+861", "a1.0", "A1");
        assertThat(read.statements()).isEmpty();
        assertThat(read.description().statements()).isEmpty();
        assertThat(read.indifferent())
                .hasSize(addition.probed().task().features().size());
    }

    /** Members and shares are counted anew, from the distances alone. */
    @Test
    void agrees_with_a_count_by_hand() {
        Neighbours neighbours = neighbours(addition, 2000, "a1.2", "=");
        Query query = query(addition, "615+861", "a1.2", "=");
        Feature sum = new Feature("sum", input -> input[1] + input[5]);
        Statement read = PreimageReader.explain(neighbours, query, List.of(sum), Optional::empty).statements().stream()
                .filter(one -> one.feature().equals("sum"))
                .findFirst()
                .orElseThrow();
        Standing standing = neighbours.of(query);
        int inside = 0;
        int hits = 0;
        int all = 0;
        for (int i = 0; i < neighbours.inputs().size(); i++) {
            int[] input = neighbours.inputs().input(i);
            boolean hit = input[1] + input[5] == 14;
            int count = neighbours.inputs().count(i);
            inside += standing.distances()[i] <= 0.1 ? count : 0;
            hits += standing.distances()[i] <= 0.1 && hit ? count : 0;
            all += hit ? count : 0;
        }
        assertThat(read.inside().trials()).isEqualTo(inside);
        assertThat(read.inside().hits()).isEqualTo(hits);
        assertThat(read.all().hits()).isEqualTo(all);
        assertThat(read.all().trials()).isEqualTo(neighbours.inputs().draws());
    }

    @Test
    void where_draws_meet_too_few_members_those_of_the_decoder_are_read_and_called_so() {
        Query query = query(addition, "615+861", "a1.2", "=");
        EpsilonPreimage sampled = addition.inversionView().inspect(query, SamplingSettings.DEFAULT);
        Explanation read = PreimageReader.explain(
                neighbours(addition, 150, "a1.2", "="),
                query,
                addition.probed().task().features(),
                () -> Optional.of(sampled));
        assertThat(read.members()).isEqualTo(Source.DECODER);
        assertThat(read.isFair()).isFalse();
        assertThat(read.statements().get(0)).hasToString("F1,S1 in either order: 6 and 8");
    }
}
