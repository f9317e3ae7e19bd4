package org.inversionview.models.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.junit.jupiter.api.Test;

class SitePatternsTest {

    private static final List<ActivationSite> SITES = TinyModels.sites();

    private static List<String> names(String list) {
        return SitePatterns.listed(SITES, list).stream()
                .map(ActivationSite::shortName)
                .toList();
    }

    @Test
    void a_star_stands_for_any_characters_and_a_range_for_its_numbers() {
        assertThat(names("a1.*")).containsExactly("a1.0", "a1.1");
        assertThat(names("a0-1.1")).containsExactly("a0.1", "a1.1");
        assertThat(names("a0-1.0-7")).containsExactly("a0.0", "a0.1", "a1.0", "a1.1");
        assertThat(names("m1, a0-5.*,m*")).containsExactly("m1", "a0.0", "a0.1", "a1.0", "a1.1", "m0");
        assertThat(names("blocks.1.hook_mlp_out")).containsExactly("m1");
    }

    @Test
    void what_means_none_is_refused() {
        for (String none : List.of("a2-9.*", "a1-0.*", "m7", "q*")) {
            assertThatThrownBy(() -> names(none))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("site %s: none matches: this model has %s".formatted(none, SITES));
        }
        assertThatThrownBy(() -> names("a1.0,")).hasMessageContaining("write x0.pre, a1.3");
    }
}
