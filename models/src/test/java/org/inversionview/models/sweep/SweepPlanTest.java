package org.inversionview.models.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.sweep.SweepPlan.Output;
import org.inversionview.models.sweep.SweepPlan.Queries;
import org.inversionview.models.sweep.SweepPlan.Subject;
import org.junit.jupiter.api.Test;

class SweepPlanTest {

    private static SweepPlan plan(List<Measure> measures, Output output) {
        return new SweepPlan(
                new Subject("tiny", "three-digit-addition", true, "12", "", "cpu"),
                measures,
                List.of("a0.0", "m0"),
                List.of("A1"),
                new Queries(5, List.of(), 2),
                SweepPlans.members(Source.TASK),
                List.of("F1"),
                output,
                0);
    }

    @Test
    void first_queries_of_every_site_come_first() {
        assertThat(plan(List.of(Measure.FCR, Measure.INSPECT), Output.NONE).items())
                .extracting(WorkItem::name)
                .containsExactly(
                        "inspect-a0.0-00000",
                        "inspect-m0-00000",
                        "fcr-a0.0-00000",
                        "fcr-m0-00000",
                        "inspect-a0.0-00002",
                        "inspect-m0-00002",
                        "inspect-a0.0-00004",
                        "inspect-m0-00004");
    }

    @Test
    void seeds_are_of_what_is_asked() {
        WorkItem item = new WorkItem(Measure.INSPECT, "a0.0", 0, 2);
        assertThat(item.seed(0, 1, "A1"))
                .isEqualTo(new WorkItem(Measure.INSPECT, "a0.0", 1, 5).seed(0, 1, "A1"))
                .isNotEqualTo(item.seed(0, 1, "A2"))
                .isNotEqualTo(item.seed(1, 1, "A1"))
                .isNotEqualTo(new WorkItem(Measure.INSPECT, "a0.1", 0, 2).seed(0, 1, "A1"));
    }

    @Test
    void is_the_same_after_it_was_sent() throws IOException {
        SweepPlan plan = plan(List.of(Measure.PATCH), new Output("A2", List.of("F1")));
        byte[] sent = StrictJson.compact(plan).getBytes(StandardCharsets.UTF_8);
        assertThat(StrictJson.parse(sent, "plan", SweepPlan.class, "")).isEqualTo(plan);
    }

    @Test
    void patching_needs_an_answer() {
        assertThatThrownBy(() -> plan(List.of(Measure.PATCH), Output.NONE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("answer position: patch and ablate read the output there: name the position of the answer");
    }

    @Test
    void every_column_has_one_meaning() {
        assertThat(plan(List.of(Measure.values()), new Output("A2", List.of())).columns())
                .doesNotHaveDuplicates();
    }
}
