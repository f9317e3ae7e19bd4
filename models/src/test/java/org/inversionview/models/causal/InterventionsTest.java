package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.MemoryBudget;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tokens.Vocabulary;
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
                .measure(Patch.parse(model, patches), count, 4, model.runner());
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

    /** Addition, on a machine whose memory is once full while positions are looked up. */
    private static final class FullMemory implements Task {

        private final AtomicInteger lookUpsLeft;

        FullMemory(int lookUpsLeft) {
            this.lookUpsLeft = new AtomicInteger(lookUpsLeft);
        }

        @Override
        public String name() {
            return "addition-in-full-memory";
        }

        @Override
        public Vocabulary vocabulary() {
            return TinyModels.TASK.vocabulary();
        }

        @Override
        public int maxLength() {
            return TinyModels.TASK.maxLength();
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return TinyModels.TASK.sample(random);
        }

        @Override
        public Map<String, Integer> namedPositions(int[] input) {
            if (lookUpsLeft.getAndDecrement() == 0) {
                throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
            }
            return TinyModels.TASK.namedPositions(input);
        }
    }

    @Test
    void means_are_right_where_memory_was_full_between_two_of_a_batch() {
        List<Patch> patches =
                List.of(new Patch(ActivationSite.mlpOut(0), "F1"), new Patch(ActivationSite.headResult(1, 0), "A1"));
        List<int[]> inputs = Stream.generate(() -> TinyModels.TASK.parse("615+861"))
                .limit(100)
                .collect(Collectors.toCollection(ArrayList::new));
        inputs.addAll(Collections.nCopies(300, TinyModels.TASK.parse("123+234")));
        // 100 inputs a batch; the first batch has the one input, all others have the other one
        Map<Patch, float[]> means;
        try (ProbedModel full = TinyModels.probed(new FullMemory(150), TinyModels.PROBED, 3)) {
            WorkRunner runner = new WorkRunner(
                    new MemoryBudget(100 * full.bytesOfRun(full.task().maxLength(), 2)));
            means = new ActivationMeans(full, patches).over(inputs, runner);
        }
        Map<Patch, float[]> expected = new ActivationMeans(model, patches).over(inputs, model.runner());
        for (Patch patch : patches) {
            assertThat(means.get(patch)).as(patch.toString()).containsExactly(expected.get(patch), within(1e-6f));
        }
    }

    @Test
    void an_interrupted_ablation_has_what_was_ablated() {
        List<Patch> patches = Patch.parse(model, "heads@A1,x1.post@A1");
        List<Double> heard = new ArrayList<>();
        AblationEffects part = new MeanAblation(model, "A2", input -> true)
                .measure(patches, 100, 4, model.runner().heardBy(progress -> {
                    heard.add(progress.share());
                    if (progress.share() > 2250.0 / 2500) { // of 2,000 runs for the means, and 5 times 100
                        Thread.currentThread().interrupt();
                    }
                }));
        assertThat(heard).isSorted().contains(2000.0 / 2500);
        assertThat(Thread.interrupted()).isTrue();
        AblationEffects whole = ablate("heads@A1,x1.post@A1", 100);
        assertThat(part.inputs()).isEqualTo(100);
        assertThat(part.cells()).isEqualTo(whole.cells().subList(0, 3));
        assertThat(part.warnings()).contains("Interrupted: 3 of 5 activations were ablated.");
    }

    @Test
    void an_ablation_interrupted_while_its_inputs_are_drawn_is_cancelled() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ablate("heads@A1", 100))
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted after 0 of 2,000 inputs");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void an_ablation_interrupted_while_means_are_taken_has_nothing() {
        WorkRunner runner =
                model.runner().heardBy(progress -> Thread.currentThread().interrupt());
        AblationEffects none =
                new MeanAblation(model, "A2", input -> true).measure(Patch.parse(model, "heads@A1"), 100, 4, runner);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(none.cells()).isEmpty();
        assertThat(none.inputs()).isZero();
        assertThat(none.warnings()).containsExactly("Interrupted: 0 of 4 activations were ablated.");
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
                    .inspect(new Query(query, ActivationSite.residPost(1), position), settings);
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

    @Test
    void a_check_runs_as_many_donors_at_once_as_memory_allows_and_an_interrupt_keeps_those_that_are_done() {
        EpsilonPreimage preimage = preimage(9);
        PreimageCheck whole = PreimageCheck.of(model, preimage, "", 0);
        List<WorkProgress> heard = new ArrayList<>();
        WorkRunner small = new WorkRunner(new MemoryBudget(50 * model.bytesOfRun(TinyModels.TASK.maxLength(), 20)));
        PreimageCheck batches = PreimageCheck.of(model, preimage, "", 0, small.heardBy(heard::add));
        assertThat(heard).hasSizeGreaterThan(5).extracting(WorkProgress::share).isSorted();
        assertThat(batches.random().divergence().mean())
                .isCloseTo(whole.random().divergence().mean(), within(1e-5));
        PreimageCheck part = PreimageCheck.of(model, preimage, "", 0, small.heardBy(progress -> {
            if (progress.items() == 500) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(part.random().samples()).isBetween(1, 499);
        assertThat(part.random().asked()).isEqualTo(500);
        assertThat(part.inside().samples()).isEqualTo(whole.inside().samples());
    }

    @Test
    void a_check_interrupted_before_it_began_says_nothing_of_the_preimage() {
        EpsilonPreimage preimage = preimage(9);
        Thread.currentThread().interrupt();
        PreimageCheck none = PreimageCheck.of(model, preimage, "", 0);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(none.random().samples()).isZero();
        assertThat(none.verdict()).isEqualTo(PreimageCheck.Verdict.INTERRUPTED);
    }

    private static PreimageCheck.Group group(int samples, double mean) {
        RandomGenerator random = new SplittableRandom(1);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            values.add(mean * (0.9 + 0.2 * random.nextDouble()));
        }
        return new PreimageCheck.Group(
                samples,
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
                .isEqualTo(PreimageCheck.Verdict.NO_NEAR_MISSES);
        assertThat(verdict(group(90, 1), group(90, 2), group(90, 3))).isEqualTo(PreimageCheck.Verdict.INSIDE_MOVES);
        assertThat(verdict(group(90, 0), group(90, 0), group(90, 0.001))).isEqualTo(PreimageCheck.Verdict.NO_EFFECT);
        assertThat(verdict(group(0, 0), group(90, 0), group(90, 1))).isEqualTo(PreimageCheck.Verdict.EMPTY);
    }
}
