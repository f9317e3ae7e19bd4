package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Ablation;
import org.inversionview.magics.result.Attention;
import org.inversionview.magics.result.Attribution;
import org.inversionview.magics.result.CumulativeVerification;
import org.inversionview.magics.result.PatchMap;
import org.inversionview.magics.result.PreimageVerification;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.causal.SingleEffects;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.internal.series.Series;

/** The causal magics on the shipped addition model: what they return, and what they say to a mistake. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CausalMagicsTest {

    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    /** In this session every look at the clock is a second later than the one before. */
    private final Session slowly = new Session(new TaskRegistry(), new LongSupplier() {
        private long now;

        @Override
        public long getAsLong() {
            now += 1_000_000_000;
            return now;
        }
    });

    private final Magics slow = new Magics(slowly);

    @BeforeAll
    void load() {
        for (Magics one : List.of(magics, slow)) {
            one.run("model", "addition device=cpu");
            one.run("query", "615+861=1476");
        }
    }

    @AfterAll
    void close() {
        session.close();
        slowly.close();
    }

    private static JsonNode json(View view) {
        return new ObjectMapper().valueToTree(view.bundle().data().get(MimeBundle.INVERSIONVIEW));
    }

    @Test
    void verify_patches_in_both_orders_and_shows_every_step() {
        CumulativeVerification verification = (CumulativeVerification)
                magics.run("verify", "patch=a1.*@A1 answer=A2 change=F1,S1 where=\"A1=1\" n=300");
        assertThat(verification.table().columnNames())
                .containsExactly(
                        "patch",
                        "forward",
                        "forward low",
                        "forward high",
                        "forward total",
                        "backward",
                        "backward low",
                        "backward high",
                        "backward total");
        assertThat(verification.table().stringColumn("patch").asList())
                .containsExactly("a1.0@A1", "a1.1@A1", "a1.2@A1", "a1.3@A1");
        assertThat(verification.table().doubleColumn("forward").get(2)).isGreaterThan(20); // a1.2 brings the pair
        assertThat(verification.chart().getSeriesCollection())
                .extracting(Series::getName)
                .containsExactly("forward", "backward");
        assertThat(verification.question().inputs()).isEqualTo(300);
        JsonNode json = json(verification);
        assertThat(json.path("schema").asText()).isEqualTo("inversionview/patching/1");
        assertThat(json.at("/effects/forward/2/increment/mean").asDouble()).isGreaterThan(20);
        assertThat(json.at("/question/where").asText()).isEqualTo("A1=1");
        assertThat(verification.bundle().text())
                .contains("output at A2; contrast inputs differ in F1, S1 and have another A2; where A1=1; seed 0")
                .contains("on the 300 original inputs");
    }

    @Test
    void the_end_is_an_answer_where_one_sum_ends_and_the_other_goes_on() {
        CumulativeVerification verification = (CumulativeVerification)
                magics.run("verify", "patch=x0.post@A3 answer=A4 change=F1,S1 n=100 order=forward");
        assertThat(verification.question().inputs()).isEqualTo(100);
        assertThat(verification.table().doubleColumn("forward").get(0)).isGreaterThan(5); // how long the sum is
    }

    @Test
    void verify_shows_one_order_where_only_one_is_asked_for() {
        CumulativeVerification backward = (CumulativeVerification)
                magics.run("verify", "patch=a1.1@=,a1.2@= answer=A1 change=F1,S1 n=50 order=backward");
        assertThat(backward.effects().forward()).isEmpty();
        assertThat(backward.table().stringColumn("patch").asList()).containsExactly("a1.1@=", "a1.2@=");
        assertThat(backward.chart().getSeriesCollection())
                .extracting(Series::getName)
                .containsExactly("backward");
    }

    @Test
    void a_patch_that_does_nothing_is_a_warning() {
        View view = magics.run("verify", "patch=m0@F1,a0.0@A3 answer=A1 change=S1 n=20");
        assertThat(view.bundle().text())
                .contains("⚠ m0@F1 is the same in both runs in every input: patching it changes nothing there.")
                .contains("⚠ a0.0@A3 comes after the output was read in every input: it cannot act on it.");
    }

    @Test
    void verify_preimage_tests_what_was_inspected_last() {
        magics.run("inspect", "site=a1.2 pos=A1 n=256");
        PreimageVerification verification = (PreimageVerification) magics.run("verify", "preimage");
        assertThat(verification.check().site()).isEqualTo("a1.2");
        assertThat(verification.check().answer()).isEqualTo("A2");
        assertThat(verification.check().inside().divergence().mean())
                .isLessThan(verification.check().random().divergence().mean() / 10);
        assertThat(verification.table().rowCount()).isEqualTo(3);
        assertThat(verification.bundle().text()).contains("inside ε").contains("near misses");
        assertThat(json(verification).path("schema").asText()).isEqualTo("inversionview/preimage-check/1");
    }

    @Test
    void patchmap_covers_every_site_at_every_position_up_to_the_output() {
        PatchMap map = (PatchMap) magics.run("patchmap", "answer=A2 change=F1,S1 where=\"A1=1\" n=40");
        assertThat(map.table().rowCount()).isEqualTo(15 * 10);
        assertThat(map.table().stringColumn("position").get(0)).isEqualTo("A1");
        assertThat(map.chart().getSeriesCollection()).hasSize(1);
        assertThat(json(map).at("/effects/cells").size()).isEqualTo(150);
    }

    @Test
    void ablate_attribute_and_attention_show_tables_and_charts() {
        Ablation ablation = (Ablation) magics.run("ablate", "patch=a1.1@A1,a1.2@A1 answer=A2 n=100");
        assertThat(ablation.table().doubleColumn("KL").get(1)).isGreaterThan(1);
        Attribution attribution = (Attribution) magics.run("attribute", "answer=A2 n=100 show=2");
        assertThat(attribution.table().stringColumn("component").asList())
                .hasSize(12)
                .contains("m1", "biases");
        assertThat(attribution.table().stringColumn("raises").get(10)).startsWith("4 +"); // m1 writes the answer
        Attention attention = (Attention) magics.run("attention", "layer=1 head=2 pos=A1");
        assertThat(attention.table().doubleColumn("weight").sum())
                .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
        for (View view : List.of(ablation, attribution, attention)) {
            assertThat(view.bundle().data()).containsKeys(MimeBundle.TEXT, MimeBundle.HTML, MimeBundle.INVERSIONVIEW);
            assertThat(String.valueOf(view.bundle().data().get(MimeBundle.HTML)))
                    .contains("<svg");
        }
    }

    @Test
    void an_interrupted_map_leaves_empty_what_was_not_patched() {
        PatchMap whole = (PatchMap) magics.run("patchmap", "answer=A1 change=F1,S1 n=20");
        SingleEffects all = whole.effects();
        SingleEffects some =
                new SingleEffects(all.clean(), all.contrast(), all.cells().subList(0, 20), all.asked(), all.warnings());
        PatchMap part = new PatchMap(whole.question(), some, whole.provenance());
        assertThat(part.chart().getHeatMapSeries().getHeatData()).hasSize(20);
        assertThat(part.bundle().text())
                .contains("Interrupted: the first 20 of %s activations, on 20 of 20 inputs".formatted(all.asked()));
    }

    @Test
    void long_runs_show_how_far_they_are() {
        List<String> shown = new ArrayList<>();
        slow.run(
                "verify",
                "patch=heads@= answer=A1 change=F1,S1 n=600",
                view -> shown.add(view.bundle().text()));
        assertThat(shown).isNotEmpty().allMatch(line -> line.matches("Patching: \\d+ % done, \\d+:\\d\\d left; .*"));
    }

    @Test
    void a_position_may_have_the_name_of_an_option() {
        try (Session own = new Session()) {
            Magics counting = new Magics(own);
            counting.run("model", "counting");
            counting.run("query", "vvzccvczvvvzvcvc|v:");
            assertThat(counting.run("attribute", "answer=answer n=20").bundle().text())
                    .contains("the output at answer");
        }
    }

    @Test
    void an_interrupted_run_is_kept_as_the_last_result() {
        View interrupted = slow.run("verify", "patch=heads@= answer=A1 change=F1,S1 n=6000", view -> {
            if (view.bundle().text().matches("Patching: [5-9]\\d % .*")) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.bundle().text()).contains("Interrupted after");

        slow.run("help", "verify");
        assertThat(slow.run("last", "")).isSameAs(interrupted);
        assertThat(slow.run("last", "")).isSameAs(interrupted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "verify | what is tested? Add patch=heads@=, or write %verify preimage after an %inspect",
                "verify patch=heads@= | what differs in the contrast inputs? Add change=S3, or contrast=random",
                "verify patch=heads@= change=F1 contrast=random | change=F1 goes with contrast=change, not with contrast=random",
                "verify patch=heads@= contrast=same | contrast=same: write change, random or flip (%help verify)",
                "verify patch=heads@= contrast=flip | contrast=flip: task addition does not say what its smallest change is",
                "verify patch=a9.0@= change=F1 | block 9: this model has blocks 0 to 1 (%sites lists all)",
                "verify patch=heads@= change=F1 order=up | order=up: write forward, backward or both (%help verify)",
                "verify patch=heads@= change=F1 n=0 | n=0: from 1 to 1,000,000 inputs can be averaged over",
                "verify samples | %verify does not know 'samples': write preimage (%help verify)",
                "verify preimage change=F1 | %verify preimage takes answer= and seed= only: it patches the query activation",
                "verify preimage n=10 | %verify preimage takes answer= and seed= only: it patches the query activation",
                "verify preimage order=forward | %verify preimage takes answer= and seed= only: it patches the query activation",
                "verify preimage where=A1=1 | %verify preimage takes answer= and seed= only: it patches the query activation",
                "attention site=m0 | m0 is no head: write layer=1 head=3 or site=a1.3",
                "ablate | %ablate needs patch=SITE@POS,…: %ablate patch=heads@A1 answer=A2 (%help ablate)",
                "ablate patch=heads@Q | position Q: no input of addition has it; B",
                "verify patch=heads@= answer=A9 change=F1 | answer=A9: no input of addition has it; B"
            })
    void a_mistake_gets_one_line(String line, String message) {
        String[] words = line.split(" ", 2);
        assertThatThrownBy(() -> magics.run(words[0], words.length > 1 ? words[1] : ""))
                .isInstanceOf(MagicException.class)
                .hasMessageStartingWith(message);
    }
}
