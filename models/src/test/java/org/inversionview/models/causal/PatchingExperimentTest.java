package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.inversionview.models.TinyModels;
import org.inversionview.models.causal.CumulativeEffects.Order;
import org.inversionview.models.causal.CumulativeEffects.Step;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hook;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.IndirectObject;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that activation patching obeys whatever the model. */
class PatchingExperimentTest {

    private static final double TOLERANCE = 2e-5; // float32, logits of a few units

    private final ProbedModel model = TinyModels.probed(3);

    @AfterEach
    void close() {
        model.close();
    }

    private static List<ContrastPair> pairs(int count) {
        return pairs(count, "A2", Contrast.random(TinyModels.TASK));
    }

    private static List<ContrastPair> pairs(int count, String answer, Contrast contrast) {
        return new ContrastPairs(TinyModels.TASK, answer, contrast, input -> true, input -> true).draw(count, 7);
    }

    private PatchingExperiment experiment(List<ContrastPair> pairs) {
        return new PatchingExperiment(model, pairs, "A2");
    }

    /** Every position up to A1, where A2 is predicted. */
    private static List<Patch> allPositions(ActivationSite site) {
        List<Patch> patches = new ArrayList<>();
        for (int position = 0; position <= 9; position++) {
            patches.add(new Patch(site, String.valueOf(position)));
        }
        return patches;
    }

    @Test
    void patching_a_run_with_itself_changes_nothing() {
        List<ContrastPair> pairs = pairs(20).stream()
                .map(pair -> new ContrastPair(pair.original(), pair.original()))
                .toList();
        experiment(pairs)
                .map()
                .cells()
                .forEach(cell ->
                        assertThat(cell.effect().mean()).as(cell.toString()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void patching_everything_at_a_blocks_input_gives_the_contrast_run(int block) {
        MetricValues measured = experiment(pairs(20)).measure(List.of(allPositions(ActivationSite.residPre(block))));
        assertThat(measured.patched()[0]).containsExactly(measured.contrast(), within(TOLERANCE));
        assertThat(measured.clean()).isNotEqualTo(measured.contrast());
    }

    @Test
    void where_one_run_ends_and_the_other_goes_on_the_end_is_compared() {
        List<ContrastPair> pairs = pairs(20, "A4", Contrast.changing(TinyModels.TASK, List.of("F1", "S1")));
        List<Patch> all = new ArrayList<>(allPositions(ActivationSite.residPre(0)));
        all.add(new Patch(ActivationSite.residPre(0), "A2"));
        all.add(new Patch(ActivationSite.residPre(0), "A3"));
        MetricValues measured = new PatchingExperiment(model, pairs, "A4").measure(List.of(all));
        assertThat(measured.patched()[0]).containsExactly(measured.contrast(), within(TOLERANCE));
        for (int i = 0; i < pairs.size(); i++) {
            int[] original = pairs.get(i).original();
            float[] logits = model.logProbabilities(original)[11]; // A3, which both have
            float difference = logits[original[12]] - logits[pairs.get(i).contrast()[12]];
            assertThat(measured.clean()[i]).isCloseTo(difference, within(TOLERANCE));
        }
    }

    @Test
    void patching_both_embeddings_gives_the_contrast_run() {
        List<Patch> both = new ArrayList<>(allPositions(ActivationSite.ofModel(Kind.EMBED)));
        both.addAll(allPositions(ActivationSite.ofModel(Kind.POS_EMBED)));
        MetricValues measured = experiment(pairs(20)).measure(List.of(both));
        assertThat(measured.patched()[0]).containsExactly(measured.contrast(), within(TOLERANCE));
    }

    @Test
    void patching_what_the_last_block_leaves_gives_the_contrast_run() {
        Patch last = new Patch(ActivationSite.residPost(1), "A1");
        MetricValues measured = experiment(pairs(20)).measure(List.of(List.of(last)));
        assertThat(measured.patched()[0]).containsExactly(measured.contrast(), within(TOLERANCE));
    }

    @Test
    void effects_do_not_depend_on_who_else_is_in_the_batch() {
        List<ContrastPair> pairs = pairs(600); // more than one batch
        List<List<Patch>> sets = List.of(Patch.parse(model, "a0.1@F1,m0@=,a1.0@A1"));
        double[] together = experiment(pairs).measure(sets).effects(0);
        for (int i : new int[] {0, 1, 511, 512, 599}) {
            double[] alone = experiment(pairs.subList(i, i + 1)).measure(sets).effects(0);
            assertThat(alone[0]).isCloseTo(together[i], within(TOLERANCE));
        }
    }

    /** One run of one input with a hook, from the beginning: what all the shortcuts must agree with. */
    private static double difference(ProbedModel model, ContrastPair pair, Patch patch, String answer) {
        Task task = model.task();
        OptionalInt position = Positions.find(task, pair.original(), patch.position());
        OptionalInt donated = Positions.find(task, pair.contrast(), patch.position());
        int at = Positions.resolve(task, pair.original(), answer);
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            Hook hook = activation -> {
                NDArray patched = activation.duplicate();
                if (position.isPresent() && donated.isPresent()) {
                    float[] donor = model.activations(patch.site(), List.of(pair.contrast()))[0][donated.getAsInt()];
                    patched.set(new NDIndex("0, {}", position.getAsInt()), scratch.create(donor));
                }
                return patched;
            };
            NDArray tokens = model.batch(scratch, List.of(pair.original()));
            Hooks hooks = new Hooks(Map.of(patch.site(), hook));
            NDArray logits =
                    model.run(tokens, hooks, new ActivationCache(Set.of())).get(0, at - 1);
            return logits.getFloat(pair.original()[at]) - logits.getFloat(pair.contrast()[at]);
        }
    }

    private static void requireAgreement(
            ProbedModel model, List<ContrastPair> pairs, List<Patch> patches, String answer, double tolerance) {
        MetricValues measured = new PatchingExperiment(model, pairs, answer)
                .measure(patches.stream().map(List::of).toList());
        for (int set = 0; set < patches.size(); set++) {
            for (int row = 0; row < pairs.size(); row++) {
                assertThat(measured.patched()[set][row])
                        .as("%s in input %s", patches.get(set), row)
                        .isCloseTo(difference(model, pairs.get(row), patches.get(set), answer), within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S2"})
    void patched_runs_agree_with_plain_runs_from_the_beginning(String changed) {
        List<ContrastPair> pairs =
                changed.isEmpty() ? pairs(12) : pairs(12, "A2", Contrast.changing(TinyModels.TASK, List.of(changed)));
        requireAgreement(model, pairs, Patch.everywhere(model, pairs, "A2"), "A2", TOLERANCE);
    }

    @Test
    void inputs_of_unequal_length_are_run_in_groups_that_agree_with_plain_runs() {
        IndirectObject task = new IndirectObject();
        TransformerConfig wide = new TransformerConfig( // so that short runs are worth while
                task.vocabulary().size(), task.maxLength(), 256, 2, 2, 512, 1e-5f, Activation.GELU_NEW);
        try (ProbedModel model = TinyModels.probed(task, wide, 5)) {
            List<ContrastPair> pairs = new ContrastPairs(
                            task, "answer", Contrast.flipping(task), input -> true, input -> true)
                    .draw(40, 1);
            List<Patch> patches = Patch.parse(
                    model, "x0.pre@S2,a0.0@END,a0.1@END,x0.mid@END,a1.0@END,a1.1@END,m1@END,a0.0@S2,a1.1@-3");
            requireAgreement(model, pairs, patches, "answer", 1e-3);
        }
    }

    @Test
    void where_nothing_can_change_the_clean_run_s_own_number_stands() {
        List<ContrastPair> pairs = pairs(30, "A2", Contrast.changing(TinyModels.TASK, List.of("S2")));
        MetricValues measured =
                experiment(pairs).measure(List.of(Patch.parse(model, "a1.1@F2,m0@+"), Patch.parse(model, "m0@=")));
        assertThat(measured.patched()[0]).isEqualTo(measured.clean());
        assertThat(measured.patched()[1]).isNotEqualTo(measured.clean());
    }

    @Test
    void forward_and_backward_totals_agree_and_increments_add_up() {
        CumulativeEffects effects = experiment(pairs(50)).cumulative(Patch.parse(model, "a*@="), Order.BOTH);
        assertThat(effects.forward()).hasSize(4).extracting(Step::patch).startsWith("a0.0@=");
        assertThat(effects.backward()).hasSize(4).extracting(Step::patch).startsWith("a1.1@=");
        for (List<Step> steps : List.of(effects.forward(), effects.backward())) {
            double sum =
                    steps.stream().mapToDouble(step -> step.increment().mean()).sum();
            assertThat(steps.get(3).total().mean()).isCloseTo(sum, within(1e-9));
        }
        assertThat(effects.forward().get(3).total().mean())
                .isCloseTo(effects.backward().get(3).total().mean(), within(TOLERANCE));
    }

    @Test
    void the_built_in_metric_is_the_one_that_a_lambda_computes() {
        List<ContrastPair> pairs = pairs(30);
        List<List<Patch>> sets = List.of(Patch.parse(model, "m0@A1"));
        OutputMetric lambda = (logits, original, contrast) -> logits[original] - logits[contrast];
        MetricValues own = experiment(pairs).measure(sets);
        MetricValues custom = new PatchingExperiment(model, pairs, "A2", lambda, model.runner()).measure(sets);
        assertThat(own.patched()[0]).containsExactly(custom.patched()[0], within(TOLERANCE));
        assertThat(own.clean()).containsExactly(custom.clean(), within(TOLERANCE));
    }

    @Test
    void a_patch_that_changes_nothing_is_said() {
        Contrast change = Contrast.changing(TinyModels.TASK, List.of("S1"));
        List<ContrastPair> pairs = pairs(40, "A2", change);
        MetricValues measured =
                experiment(pairs).measure(List.of(Patch.parse(model, "a0.0@F1,a0.0@A3,a0.0@12,a0.0@=")));
        assertThat(measured.warnings())
                .hasSizeGreaterThanOrEqualTo(3)
                .anyMatch(line -> line.equals(
                        "a0.0@F1 is the same in both runs in every input: patching it changes nothing there."))
                .anyMatch(line ->
                        line.equals("a0.0@A3 comes after the output was read in every input: it cannot act on it."))
                .anyMatch(line -> line.startsWith("a0.0@12: there is no such position in "))
                .noneMatch(line -> line.startsWith("a0.0@="));
    }

    @Test
    void a_map_covers_every_site_at_every_position_up_to_the_output() {
        SingleEffects map = experiment(pairs(30)).map();
        assertThat(map.cells()).hasSize(model.sites().size() * 10);
        assertThat(map.cells().get(0))
                .extracting(SingleEffects.Cell::site, SingleEffects.Cell::position)
                .containsExactly("x0.pre", "B");
        SingleEffects.Cell last = map.cells().get(map.cells().size() - 1);
        assertThat(last.site() + "@" + last.position()).isEqualTo("x1.post@A1");
        assertThat(last.effect().mean())
                .isCloseTo(map.clean().mean() - map.contrast().mean(), within(TOLERANCE)); // the whole way
    }

    @Test
    void leaves_no_native_array_behind() {
        List<ContrastPair> pairs = pairs(20);
        List<Patch> patches = Patch.parse(model, "a0.0@=,x1.pre@A1,blocks.0.attn.hook_z@=");
        experiment(pairs).cumulative(patches, Order.BOTH);
        int before = model.nativeArrays();
        for (int i = 0; i < 20; i++) {
            experiment(pairs).cumulative(patches, Order.BOTH);
        }
        assertThat(model.nativeArrays()).isEqualTo(before);
    }

    @Test
    void an_interrupted_run_keeps_the_batches_that_were_finished() {
        List<ContrastPair> pairs = pairs(1200);
        PatchingExperiment interrupted = new PatchingExperiment(
                model,
                pairs,
                "A2",
                OutputMetric.LOGIT_DIFFERENCE,
                model.runner().heardBy(progress -> Thread.currentThread().interrupt()));
        CumulativeEffects effects = interrupted.cumulative(Patch.parse(model, "m0@="), Order.FORWARD);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(effects.forward().get(0).total().inputs()).isEqualTo(512);
    }

    @Test
    void an_interrupted_map_has_the_activations_that_were_patched() {
        List<ContrastPair> pairs = pairs(300);
        SingleEffects whole = experiment(pairs).map();
        SingleEffects part = new PatchingExperiment(
                        model,
                        pairs,
                        "A2",
                        OutputMetric.LOGIT_DIFFERENCE,
                        model.runner().heardBy(progress -> {
                            if (progress.share() > 0.5) {
                                Thread.currentThread().interrupt();
                            }
                        }))
                .map();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(part.asked()).isEqualTo(whole.cells().size());
        int count = part.cells().size();
        assertThat(count).isBetween(whole.cells().size() / 2, whole.cells().size() - 1);
        assertThat(part.clean()).isEqualTo(whole.clean());
        assertThat(part.cells()).isEqualTo(whole.cells().subList(0, count));
    }

    @Test
    void patches_are_written_as_sites_at_positions() {
        assertThat(Patch.parse(model, "a0.1@A3, blocks.1.hook_mlp_out@=,a1.*@F1"))
                .extracting(Patch::toString)
                .containsExactly("a0.1@A3", "m1@=", "a1.0@F1", "a1.1@F1");
        assertThat(Patch.parse(model, "heads@=")).hasSize(4);
        assertThatThrownBy(() -> Patch.parse(model, "a0.1"))
                .hasMessage("patch a0.1: write SITE@POS as in a1.3@A1, a0.*@A1 or heads@A1, several with commas");
        assertThatThrownBy(() -> Patch.parse(model, "q*@A1")).hasMessageStartingWith("site q*: none matches");
        assertThatThrownBy(() -> Patch.parse(model, "a0.7@A1"))
                .hasMessageStartingWith("head 7: block 0 of this model has heads 0 to 1");
        assertThatThrownBy(() -> Patch.parse(model, "logits@A1"))
                .hasMessageStartingWith("site logits: it cannot be patched");
    }
}
