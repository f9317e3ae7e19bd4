package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasuredInputsTest {

    private static final Provenance PROVENANCE = new Provenance("tiny", "addition", false, "", "", "cpu", Map.of());
    private static final int A1 = 9;

    private final ProbedModel model = TinyModels.probed(1);
    private final int[] input = model.task().parse("615+861=1476");
    private final Query query = new Query(input, ActivationSite.parse("a1.0"), A1);

    @AfterEach
    void release() {
        model.close();
    }

    private static SamplingSettings settings(Distance metric, String match) {
        return new SamplingSettings(1, 0.1, metric, SamplingSchedule.AUTO, match, 0, 0);
    }

    private List<Sample> measure(Query asked, List<int[]> inputs, SamplingSettings settings) {
        return MeasuredInputs.measure(model, PROVENANCE, asked, inputs, settings)
                .inputs();
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void the_query_itself_lies_at_distance_zero_at_its_position(Distance metric) {
        for (ActivationSite site : model.sites()) {
            Query own = new Query(input, site, A1);
            List<int[]> inputs = List.of(model.task().parse("101+539=640"), input);
            Sample self = measure(own, inputs, settings(metric, "A1")).get(1);
            assertThat(self.distance()).isCloseTo(0, within(1e-5)); // alone and in a batch: float32
            assertThat(self.distances().get(A1)).isEqualTo(self.distance());
            assertThat(self.inside()).isTrue();
            Sample best = measure(own, inputs, settings(metric, SamplingSettings.BEST))
                    .get(1);
            assertThat(best.distance()).isLessThanOrEqualTo(self.distance());
        }
    }

    @Test
    void measuring_says_what_was_asked() {
        MeasuredInputs found = MeasuredInputs.measure(
                model, PROVENANCE, query, List.<int[]>of(input), settings(Distance.EUCLIDEAN, SamplingSettings.BEST));
        assertThat(found.query()).isEqualTo("B615+861=1476E");
        assertThat(found.positionName()).isEqualTo("A1");
        assertThat(found.site()).isEqualTo("a1.0");
        assertThat(found.provenance()).isEqualTo(PROVENANCE);
    }

    @Test
    void given_inputs_are_measured_in_the_order_given() {
        List<int[]> inputs = List.of(
                model.task().parse("615+861=1475"),
                model.task().parse("615+861"),
                model.task().parse("100+100"));
        List<Sample> found = measure(query, inputs, settings(Distance.EUCLIDEAN, SamplingSettings.BEST));
        assertThat(found.stream().map(Sample::text))
                .containsExactly("B615+861=1475E", "B615+861=1476E", "B100+100=200E");
        assertThat(found.stream().map(Sample::wellFormed)).containsExactly(false, true, true);
        assertThat(found).allSatisfy(sample -> {
            assertThat(sample.count()).isOne();
            assertThat(sample.probabilityDifferences()).isEmpty();
        });
    }
}
