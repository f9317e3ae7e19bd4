package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.inversionview.models.hooks.ActivationSite.ofBlock;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hook;
import org.inversionview.models.hooks.Hooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that hooks obey, whatever the model. */
class ProbedModelHooksTest {

    private static final ActivationSite HEAD = ActivationSite.headResult(0, 1);

    private final ProbedModel model = TinyModels.probed(2);
    private final NDManager scratch = model.manager().newSubManager();
    private final NDArray clean = tokens("B615+861=1476E", "B101+539=640E");
    private final NDArray contrast = tokens("B615+222=837E", "B999+539=1538E");

    @AfterEach
    void release() {
        scratch.close();
        model.close();
    }

    private NDArray tokens(String... inputs) {
        return model.batch(
                scratch,
                List.of(inputs).stream().map(model.task().vocabulary()::encode).toList());
    }

    static List<ActivationSite> allSites() {
        return ProbedModelTest.allSites();
    }

    private float[] logits(NDArray tokens, Hooks hooks) {
        return model.run(tokens, hooks, new ActivationCache(Set.of())).toFloatArray();
    }

    private ActivationCache cached(NDArray tokens, Hooks hooks) {
        ActivationCache cache = new ActivationCache(new HashSet<>(allSites()));
        model.run(tokens, hooks, cache);
        return cache;
    }

    private static Hooks hook(ActivationSite site, Hook hook) {
        return Hooks.NONE.with(site, hook);
    }

    @ParameterizedTest
    @MethodSource("allSites")
    void an_identity_hook_changes_nothing(ActivationSite site) {
        assertThat(logits(clean, hook(site, activation -> activation))).containsExactly(logits(clean, Hooks.NONE));
    }

    @ParameterizedTest
    @MethodSource("allSites")
    void patching_a_run_with_itself_has_no_effect(ActivationSite site) {
        NDArray own = cached(clean, Hooks.NONE).get(site);
        assertThat(logits(clean, hook(site, activation -> own)))
                .containsExactly(logits(clean, Hooks.NONE), within(1e-5f)); // heads are patched by adding a difference
    }

    @ParameterizedTest
    @MethodSource("allSites")
    void a_hook_that_changes_an_activation_changes_the_logits(ActivationSite site) {
        boolean normalised = site.kind() == Kind.PATTERN; // the same change of every weight
        float[] changed = logits(clean, hook(site, activation -> activation.mul(normalised ? 0.5 : 1.5)));
        assertThat(changed).isNotEqualTo(logits(clean, Hooks.NONE));
    }

    @Test
    void patching_one_head_is_changing_what_attention_writes_by_the_difference() {
        NDArray patch = cached(contrast, Hooks.NONE).get(HEAD);
        NDArray difference = patch.sub(cached(clean, Hooks.NONE).get(HEAD));
        float[] patched = logits(clean, hook(HEAD, activation -> patch));
        assertThat(patched).isNotEqualTo(logits(clean, Hooks.NONE));
        for (ActivationSite site : List.of(ofBlock(Kind.ATTN_OUT, 0), ActivationSite.residMid(0))) {
            assertThat(logits(clean, hook(site, activation -> activation.add(difference))))
                    .containsExactly(patched, within(1e-5f));
        }
    }

    @Test
    void patching_every_head_replaces_what_attention_writes() {
        ActivationCache other = cached(contrast, Hooks.NONE);
        Hooks heads = hook(ActivationSite.headResult(1, 0), activation -> other.get(ActivationSite.headResult(1, 0)))
                .with(ActivationSite.headResult(1, 1), activation -> other.get(ActivationSite.headResult(1, 1)));
        Hooks whole = hook(ofBlock(Kind.ATTN_OUT, 1), activation -> other.get(ofBlock(Kind.ATTN_OUT, 1)));
        assertThat(logits(clean, heads)).containsExactly(logits(clean, whole), within(1e-5f));
    }

    @Test
    void without_attention_the_residual_stream_passes_it_unchanged() {
        ActivationCache cache = cached(clean, hook(ofBlock(Kind.ATTN_OUT, 1), NDArray::zerosLike));
        assertThat(cache.get(ActivationSite.residMid(1)).toFloatArray())
                .containsExactly(cache.get(ActivationSite.residPre(1)).toFloatArray());
    }

    @Test
    void without_heads_attention_writes_its_bias_only() {
        ActivationCache cache = cached(
                clean,
                hook(ActivationSite.headResult(0, 0), NDArray::zerosLike)
                        .with(ActivationSite.headResult(0, 1), NDArray::zerosLike));
        float[] bias = model.weights().blocks().get(0).output().bias().toFloatArray();
        float[] written = cache.get(ofBlock(Kind.ATTN_OUT, 0)).toFloatArray();
        for (int i = 0; i < written.length; i++) {
            assertThat(written[i]).isCloseTo(bias[i % 8], within(1e-5f));
        }
    }

    @Test
    void without_an_mlp_the_residual_stream_passes_it_unchanged() {
        ActivationCache cache = cached(clean, hook(ActivationSite.mlpOut(0), NDArray::zerosLike));
        assertThat(cache.get(ActivationSite.residPost(0)).toFloatArray())
                .containsExactly(cache.get(ActivationSite.residMid(0)).toFloatArray());
    }

    @Test
    void replacing_the_last_residual_stream_gives_the_other_run() {
        NDArray other = cached(contrast, Hooks.NONE).get(ActivationSite.residPost(1));
        assertThat(logits(clean, hook(ActivationSite.residPost(1), activation -> other)))
                .containsExactly(logits(contrast, Hooks.NONE));
    }

    @Test
    void a_change_at_one_position_reaches_no_earlier_one() {
        Hooks change = hook(ActivationSite.residPre(0), activation -> {
            NDArray changed = activation.duplicate();
            changed.set(new ai.djl.ndarray.index.NDIndex(":, 6"), 3);
            return changed;
        });
        float[] before = logits(clean, Hooks.NONE);
        float[] after = logits(clean, change);
        for (int position = 0; position < 14; position++) {
            float[] was = java.util.Arrays.copyOfRange(before, position * 15, (position + 1) * 15);
            float[] is = java.util.Arrays.copyOfRange(after, position * 15, (position + 1) * 15);
            if (position < 6) {
                assertThat(is).containsExactly(was, within(1e-6f));
            } else {
                assertThat(is).isNotEqualTo(was);
            }
        }
    }

    @Test
    void the_cache_holds_what_the_hook_returned() {
        ActivationCache cache =
                cached(clean, hook(HEAD, activation -> activation.mul(0).add(7)));
        assertThat(cache.get(HEAD).toFloatArray()).containsOnly(7);
    }

    @Test
    void hooks_act_on_their_own_run_only() {
        float[] before = logits(clean, Hooks.NONE);
        logits(clean, hook(HEAD, NDArray::zerosLike));
        assertThat(logits(clean, Hooks.NONE)).containsExactly(before);
    }

    @ParameterizedTest
    @MethodSource("allSites")
    void an_activation_from_elsewhere_draws_no_result_to_its_owner(ActivationSite site) {
        try (NDManager elsewhere = model.manager().newSubManager()) {
            NDArray patch = cached(contrast, Hooks.NONE).get(site).duplicate();
            patch.attach(elsewhere);
            int before = elsewhere.getManagedArrays().size();
            NDArray result = model.run(clean, hook(site, activation -> patch), new ActivationCache(Set.of()));
            assertThat(elsewhere.getManagedArrays()).hasSize(before);
            assertThat(result.getManager()).isSameAs(scratch);
        }
    }

    @Test
    void names_the_site_whose_hook_returned_another_shape() {
        Hooks wrong = hook(HEAD, activation -> activation.get(0));
        assertThatThrownBy(() -> logits(clean, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the hook at a0.1 returned shape (14, 8): the run goes on with (2, 14, 8), as it was given");
    }
}
