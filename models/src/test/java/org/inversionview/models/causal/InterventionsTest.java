package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.probed.ProbedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mean ablation and the causal check of a preimage, on a small model. */
class InterventionsTest {

    private final ProbedModel model = TinyModels.probed(3);

    @AfterEach
    void close() {
        model.close();
    }

    private AblationEffects ablate(String patches, int count) {
        return new MeanAblation(model, "A2", input -> true)
                .measure(Patch.parse(model, patches), count, 4, RunListener.NONE);
    }

    @Test
    void ablating_what_every_input_shares_changes_nothing_and_is_said() {
        AblationEffects effects = ablate("x0.pre@B,x0.pre@+,a0.0@F1", 100);
        assertThat(effects.cells().get(0).divergence().mean()).isCloseTo(0, within(1e-6));
        assertThat(effects.cells().get(1).divergence().mean()).isCloseTo(0, within(1e-6));
        assertThat(effects.cells().get(2).divergence().mean()).isGreaterThan(1e-4);
        assertThat(effects.warnings())
                .anyMatch(line -> line.startsWith("x0.pre@B is the same in both runs in every input"))
                .noneMatch(line -> line.startsWith("a0.0@F1"));
    }

    @Test
    void a_divergence_is_never_negative_and_changed_outputs_are_counted() {
        AblationEffects effects = ablate("heads@A1,x1.post@A1", 600);
        assertThat(effects.inputs()).isEqualTo(600);
        for (AblationEffects.Cell cell : effects.cells()) {
            assertThat(cell.divergence().low()).as(cell.patch()).isGreaterThan(-1e-6);
            assertThat(cell.changed().trials()).isEqualTo(600);
        }
        // the residual stream at the output, replaced by its mean: the same distribution for all inputs
        assertThat(effects.cells().get(4).divergence().mean())
                .isGreaterThan(effects.cells().get(0).divergence().mean());
    }

    @Test
    void an_interrupted_ablation_has_what_was_ablated() {
        List<Patch> patches = Patch.parse(model, "heads@A1,x1.post@A1");
        List<Double> heard = new ArrayList<>();
        AblationEffects part = new MeanAblation(model, "A2", input -> true).measure(patches, 100, 4, done -> {
            heard.add(done);
            if (done == 2300.0 / 2500) { // of 2,000 runs for the means, and 5 times 100
                Thread.currentThread().interrupt();
            }
        });
        assertThat(heard).isSorted().contains(2000.0 / 2500);
        assertThat(Thread.interrupted()).isTrue();
        AblationEffects whole = ablate("heads@A1,x1.post@A1", 100);
        assertThat(part.inputs()).isEqualTo(100);
        assertThat(part.cells()).isEqualTo(whole.cells().subList(0, 3));
        assertThat(part.warnings()).contains("Interrupted: 3 of 5 activations were ablated.");
    }

    @Test
    void an_ablation_interrupted_before_it_began_has_nothing() {
        Thread.currentThread().interrupt();
        AblationEffects none = ablate("heads@A1", 100);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(none.cells()).isEmpty();
        assertThat(none.inputs()).isZero();
    }

    @Test
    void ablation_leaves_no_native_array_behind() {
        ablate("heads@A1", 20);
        int before = model.nativeArrays();
        for (int i = 0; i < 10; i++) {
            ablate("heads@A1", 20);
        }
        assertThat(model.nativeArrays()).isEqualTo(before);
    }

    private EpsilonPreimage preimage(int position) {
        try (TrainedDecoder decoder = TinyModels.decoder(model.sites().size(), 9)) {
            Provenance provenance = new Provenance("tiny", "addition", true, "", "", "cpu", Map.of());
            // a decoder of random weights hits nothing, so ε is large
            SamplingSettings settings =
                    new SamplingSettings(64, 1, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, 0, 5);
            int[] query = TinyModels.TASK.parse("615+861");
            return new InversionView(model, decoder, provenance)
                    .inspect(new InversionView.Query(query, ActivationSite.residPost(1), position), settings);
        }
    }

    @Test
    void the_check_of_a_preimage_compares_what_its_samples_do_to_the_output() {
        PreimageCheck check = PreimageCheck.of(model, preimage(9), "", 0);
        assertThat(check.answer()).isEqualTo("A2");
        assertThat(check.site()).isEqualTo("x1.post");
        assertThat(check.random().samples()).isEqualTo(500);
        assertThat(check.random().divergence().mean())
                .isGreaterThan(check.inside().divergence().mean());
        assertThat(check.inside().samples() + check.outside().samples()).isBetween(1, 64);
    }

    @Test
    void an_answer_before_the_query_position_is_refused() {
        EpsilonPreimage preimage = preimage(9);
        assertThatThrownBy(() -> PreimageCheck.of(model, preimage, "A1", 0))
                .hasMessage(
                        "answer position A1: none comes after the query position A1: patching there moves only what comes after it");
    }

    private static PreimageCheck.Group group(int samples, double mean) {
        RandomGenerator random = new SplittableRandom(1);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            values.add(mean * (0.9 + 0.2 * random.nextDouble()));
        }
        return new PreimageCheck.Group(
                samples,
                new Proportion(0, samples),
                Effect.of(values.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static PreimageCheck.Verdict verdict(
            PreimageCheck.Group inside, PreimageCheck.Group outside, PreimageCheck.Group random) {
        return new PreimageCheck("q", "a1.0", "A1", "A2", "4", 1, inside, outside, random).verdict();
    }

    @Test
    void verdicts_follow_from_how_far_each_group_moves_the_output() {
        assertThat(verdict(group(90, 0.001), group(90, 2), group(90, 3))).isEqualTo(PreimageCheck.Verdict.CONFIRMED);
        assertThat(verdict(group(90, 0.001), group(90, 0.001), group(90, 3)))
                .isEqualTo(PreimageCheck.Verdict.NEAR_MISSES_HOLD);
        assertThat(verdict(group(90, 0.001), group(0, 0), group(90, 3)))
                .isEqualTo(PreimageCheck.Verdict.NEAR_MISSES_HOLD);
        assertThat(verdict(group(90, 1), group(90, 2), group(90, 3))).isEqualTo(PreimageCheck.Verdict.INSIDE_MOVES);
        assertThat(verdict(group(90, 0), group(90, 0), group(90, 0.001))).isEqualTo(PreimageCheck.Verdict.NO_EFFECT);
        assertThat(verdict(group(0, 0), group(90, 0), group(90, 1))).isEqualTo(PreimageCheck.Verdict.EMPTY);
    }
}
