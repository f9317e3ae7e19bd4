package org.inversionview.models.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.models.hooks.ActivationSite.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationSiteTest {

    private static ActivationSite example(Kind kind) {
        return new ActivationSite(kind, kind.hasLayer() ? 9 : -1, kind.hasHead() ? 11 : -1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void both_names_of_every_kind_mean_the_site(Kind kind) {
        ActivationSite site = example(kind);
        assertThat(ActivationSite.parse(site.fullName())).isEqualTo(site);
        assertThat(ActivationSite.parse(site.shortName())).isEqualTo(site);
        assertThat(site).hasToString(site.shortName());
    }

    @ParameterizedTest
    @CsvSource({
        "x0.pre, blocks.0.hook_resid_pre",
        "a9.9, blocks.9.attn.hook_result.9",
        "a10.0, blocks.10.attn.hook_result.0",
        "x0.mid, blocks.0.hook_resid_mid",
        "m11, blocks.11.hook_mlp_out",
        "x3.post, blocks.3.hook_resid_post"
    })
    void short_and_full_name_are_the_paper_s_and_transformer_lens_s(String brief, String full) {
        ActivationSite site = ActivationSite.parse(brief);
        assertThat(site).isEqualTo(ActivationSite.parse(full));
        assertThat(site.shortName()).isEqualTo(brief);
        assertThat(site.fullName()).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hook_embed",
                "hook_pos_embed",
                "blocks.1.attn.hook_pattern",
                "blocks.1.attn.hook_z",
                "blocks.1.hook_attn_out",
                "ln_final.hook_normalized",
                "logits"
            })
    void sites_for_views_and_patching_have_their_full_name_only(String name) {
        ActivationSite site = ActivationSite.parse(name);
        assertThat(site.shortName()).isEqualTo(name);
        assertThat(site.kind().isProbed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x0",
                "x0.pro",
                "X0.pre",
                "a1",
                "a1.2.3",
                "a-1.0",
                "m",
                "m0.1",
                "x0xpre",
                " m0",
                "m0 ",
                "m12345",
                "blocks.0.attn.hook_result",
                "blocks.0.hook_resid_pre.1"
            })
    void rejects_a_wrong_name_and_lists_the_forms(String name) {
        assertThatThrownBy(() -> ActivationSite.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("site")
                .hasMessageEndingWith(
                        "%s: write x0.pre, a1.3, x1.mid, m0, x1.post or a full name such as blocks.1.attn.hook_result.3",
                        name);
    }

    @Test
    void rejects_a_layer_or_head_that_the_kind_has_not() {
        assertThatThrownBy(() -> new ActivationSite(Kind.MLP_OUT, 0, 2))
                .hasMessage("site of kind MLP_OUT with layer 0 and head 2");
        assertThatThrownBy(() -> new ActivationSite(Kind.RESULT, 0, -1))
                .hasMessage("site of kind RESULT with layer 0 and head -1");
        assertThatThrownBy(() -> new ActivationSite(Kind.LOGITS, 0, -1))
                .hasMessage("site of kind LOGITS with layer 0 and head -1");
        assertThatThrownBy(() -> new ActivationSite(Kind.RESID_PRE, -1, -1))
                .hasMessage("site of kind RESID_PRE with layer -1 and head -1");
    }
}
