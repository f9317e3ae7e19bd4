package org.inversionview.magics.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.inversionview.magics.session.Session;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.FeatureRegistry;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweepOptionsTest {

    private LoadedModel model;

    @BeforeAll
    void load() throws IOException {
        model = LoadedModel.load(
                new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    @AfterAll
    void close() {
        model.close();
    }

    private SweepPlan plan(String... arguments) {
        SweepOptions options = new SweepOptions();
        new CommandLine(options, new SessionFactory(new Session()))
                .setSeparator("=")
                .parseArgs(arguments);
        return options.plan(model, new FeatureRegistry());
    }

    private void refused(String message, String... arguments) {
        assertThatThrownBy(() -> plan(arguments))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void without_options_every_site_is_inspected() {
        SweepPlan plan = plan("pos=*");
        assertThat(plan.model()).isEqualTo(ItemRunner.subject(model));
        assertThat(plan.measures()).containsExactly(Measure.INSPECT);
        assertThat(plan.sites()).hasSize(15);
        assertThat(plan.positions()).contains("F1", "=", "A1");
        assertThat(plan.queries()).isEqualTo(new SweepPlan.Queries(20, List.of(), 10));
        assertThat(plan.members().source()).isEqualTo(Source.DECODER);
        assertThat(plan.members().draws()).isEqualTo(model.inputs().usualDraws());
        assertThat(plan.features()).isEmpty();
        assertThat(plan.output()).isEqualTo(SweepPlan.Output.NONE);
    }

    @Test
    void every_option_reaches_the_plan() {
        SweepPlan plan = plan(
                "site=a1.*,m1",
                "pos==,A1",
                "measure=patch,fcr",
                "queries=7",
                "in-item=3",
                "source=task",
                "n=64",
                "draws=500",
                "eps=0.2",
                "match=A1",
                "feature=F1; S1",
                "answer=A2",
                "change=F1,S1",
                "seed=5");
        assertThat(plan.sites()).containsExactly("a1.0", "a1.1", "a1.2", "a1.3", "m1");
        assertThat(plan.positions()).containsExactly("=", "A1");
        assertThat(plan.measures()).containsExactly(Measure.FCR, Measure.PATCH);
        assertThat(plan.queries()).isEqualTo(new SweepPlan.Queries(7, List.of(), 3));
        assertThat(plan.members().proposals()).isEqualTo(64);
        assertThat(plan.members().draws()).isEqualTo(500);
        assertThat(plan.members().near().epsilon()).isEqualTo(0.2);
        assertThat(plan.members().near().match()).isEqualTo("A1");
        assertThat(plan.features()).containsExactly("F1", "S1");
        assertThat(plan.output()).isEqualTo(new SweepPlan.Output("A2", List.of("F1", "S1")));
        assertThat(plan.seed()).isEqualTo(5);
    }

    @Test
    void what_a_measure_needs_is_filled_in() {
        SweepPlan plan = plan("pos=A1", "measure=fcr,ablate");
        assertThat(plan.features()).contains("F1", "F1,S1 in either order");
        assertThat(plan.output()).isEqualTo(new SweepPlan.Output("A1", List.of()));
    }

    @Test
    void queries_of_ones_own_are_completed_and_counted_once() {
        assertThat(plan("pos=A1", "input=615+861=; 615+861=1476;100+200=300").queries())
                .isEqualTo(new SweepPlan.Queries(2, List.of("615+861=1476", "100+200=300"), 10));
    }

    @Test
    void the_plan_is_the_same_after_it_was_written() throws IOException {
        SweepPlan plan = plan("pos=A1", "measure=fcr,patch", "metric=cosine", "input=615+861=");
        byte[] written = StrictJson.compact(plan).getBytes(StandardCharsets.UTF_8);
        assertThat(StrictJson.parse(written, "plan", SweepPlan.class, "")).isEqualTo(plan);
    }

    @Test
    void what_does_not_fit_is_refused_in_one_line() {
        refused("site a7.*: none matches", "pos=A1", "site=a7.*");
        refused("position Z9: no input of", "pos=Z9");
        refused("measure taste: there is inspect, fcr, coverage, patch, ablate", "pos=A1", "measure=taste");
        refused("source guess: there is", "pos=A1", "source=guess");
        refused("source search: a sweep takes samples from", "pos=A1", "source=search");
        refused("number of proposals 0: it must be from 1", "pos=A1", "n=0");
        refused("number of draws 0: it must be from 1", "pos=A1", "draws=0");
        refused("number of queries 0: it must be from 1", "pos=A1", "queries=0");
        refused("queries in an item 0: it must be 1 or above", "pos=A1", "in-item=0");
        refused("position Z9: no input of", "pos=A1", "match=Z9");
        refused("feature F9: there is none of that name", "pos=A1", "measure=fcr", "feature=F9");
        refused("feature F1: fcr reads features, and the measures are [inspect]", "pos=A1", "feature=F1");
        refused(
                "change F1: patch changes inputs, and the measures are [ablate]",
                "pos=A1",
                "measure=ablate",
                "change=F1");
        refused("queries 3: inputs of your own are given", "pos=A1", "queries=3", "input=615+861=");
    }
}
