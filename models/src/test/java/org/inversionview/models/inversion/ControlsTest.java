package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Control.Kind;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlsTest {

    private LoadedModel addition;
    private int[] input;

    @BeforeAll
    void load() throws IOException {
        addition = LoadedModel.load(
                new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry());
        input = addition.probed().task().parse("615+861");
    }

    @AfterAll
    void close() {
        addition.close();
    }

    private List<Control> controls(InversionView view, int position) {
        SamplingSettings usual = SamplingSettings.DEFAULT;
        SamplingSettings settings = new SamplingSettings(200, 0.1, usual.metric(), usual.schedule(), "best", 0, 0);
        return view.controls(
                new Query(input, ActivationSite.parse("a1.2"), position),
                settings,
                addition.probed().runner());
    }

    private static Proportion share(List<Control> controls, Kind kind) {
        return controls.stream()
                .filter(control -> control.kind() == kind)
                .map(Control::share)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_is_near_a_random_direction_and_only_chance_finds_the_query_s_without_knowing_it() {
        List<Control> controls = controls(addition.inversionView(), 8);
        assertThat(controls).extracting(Control::kind).containsExactly(Kind.values());
        assertThat(share(controls, Kind.RANDOM)).isEqualTo(new Proportion(0, 200));
        assertThat(share(controls, Kind.ANOTHER_INPUT).value()).isGreaterThan(0.8);
        assertThat(share(controls, Kind.PRIOR).value()).isLessThan(0.1);
        assertThat(share(controls, Kind.PRIOR).trials()).isEqualTo(200);
    }

    /** Every input begins with BOS, whose activation is always the same. */
    @Test
    void every_input_has_the_activation_of_bos() {
        assertThat(share(controls(addition.inversionView(), 8), Kind.BOS)).isEqualTo(new Proportion(200, 200));
        assertThat(controls(addition.inversionView(), 0))
                .extracting(Control::kind)
                .doesNotContain(Kind.BOS);
    }

    @Test
    void draws_from_the_task_know_no_activation_and_have_no_prior(@TempDir Path folder) {
        InversionView view =
                InversionView.ofDraws(new TaskInputs(addition.probed(), addition.provenance(), folder), 500, 0);
        assertThat(controls(view, 8))
                .extracting(Control::kind)
                .containsExactly(Kind.BOS, Kind.RANDOM, Kind.ANOTHER_INPUT);
    }

    @Test
    void a_random_direction_is_as_long() {
        QueryActivation z = new QueryActivation(new float[] {3, 0, 4});
        QueryActivation turned = z.turned(new SplittableRandom(1));
        assertThat(turned.norm()).isCloseTo(5, within(1e-5));
        assertThat(turned.values()).isNotEqualTo(z.values());
        assertThat(List.of(z.isDirected(), new QueryActivation(new float[3]).isDirected()))
                .containsExactly(true, false);
    }
}
