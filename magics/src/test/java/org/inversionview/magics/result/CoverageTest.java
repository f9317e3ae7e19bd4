package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.inversion.CoverageSettings;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.PreimageCoverage.Member;
import org.inversionview.models.inversion.PreimageCoverage.Other;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final Provenance PROVENANCE =
            new Provenance("addition", "addition", true, "0123456789", "abcdef0123", "cpu", Map.of());

    private static Member member(String text, double distance, double chance, boolean proposed) {
        double p = Math.log(chance / 1024);
        return new Member(text, distance, 1, p, List.of(p - 1, p, p - 3, p - 2), chance, proposed);
    }

    private static Coverage coverage(Source source, int measured, int inside, MeanShare share, List<Member> members) {
        List<Other> others = new ArrayList<>();
        for (int i = 0; i < (members.isEmpty() ? 0 : 300); i++) {
            others.add(new Other(0.2 + 0.01 * i, -10 - 0.1 * i));
        }
        return new Coverage(new PreimageCoverage(
                PROVENANCE,
                "B615+861=1476E",
                List.of("B", "6", "1", "5", "+", "8", "6", "1", "=", "1", "4", "7", "6", "E"),
                9,
                "A1",
                "a1.2",
                "blocks.1.attn.hook_result.2",
                CoverageSettings.DEFAULT,
                source,
                measured,
                inside,
                share,
                source == Source.EXACT ? 0.5 : Double.NaN,
                new Proportion(members.size() / 2, inside),
                0.25,
                members.isEmpty() ? Double.NaN : 0.987,
                members,
                others,
                1.5));
    }

    private static Coverage estimate() {
        return coverage(
                Source.TASK,
                20_000,
                57,
                new MeanShare(2, 0.475, 0.4, 0.9),
                List.of(member("B1+2=3E", 0.09, 0.05, false), member("B2+1=3E", 0.03, 0.9, true)));
    }

    @Test
    void says_the_share_its_interval_and_what_it_is_estimated_from() {
        assertThat(estimate()).hasToString("""
                What does the decoder miss of the preimage of a1.2 at A1 (position 9) of B615+861=1476E?
                blocks.1.attn.hook_result.2, asked about at the marked token of B615+861=[1]476E
                1,024 proposals find 47.5 % of the preimage (95 % interval 40.0 % to 90.0 %): the mean chance of 2 members, a fair sample, of the 57 of 20,000 draws from task addition that lie inside ε = 0.1.
                ⚠ Most of the preimage is not among them, because it has too many members for so few proposals: n= proposes more.
                Of the 57 distinct members that are known, 1 (1.8 %) are among the 1,024 proposals drawn now; the share of these seen once, 25.0 %, estimates the mass of the decoder’s own distribution that they have not shown.
                The decoder’s log-probability tells members from other inputs of the task with an AUROC of 0.987 (2 members, 300 others).
                chance             most likely missed  now           D  T = 0.5   T = 1   T = 2  T = 2, noise 0.1
                ──────  ─────────  ──────────────────  ────────  ─────  ───────  ──────  ──────  ────────────────
                 0.050  ▌          B1+2=3E                       0.090   1.8e-5  4.9e-5  2.4e-6            6.6e-6
                 0.900  █████████  B2+1=3E             proposed  0.030   3.2e-4  8.8e-4  4.4e-5            1.2e-4
                chance: that 1,024 proposals contain the member; bars: from 0 to 1. now: among the proposals drawn now. Then the probability that one proposal is the member, by setting (with noise: mean over 100 noisy activations).
                Each point is an input of the task: its distance, and its probability under the decoder at temperature 1 without noise; the line is ε. Members and others are fair samples of either side; what is nearer or farther than the axis stands at its ends. Likely found: with a chance of one half or more.
                model addition (probed 01234567, decoder abcdef01) · members task · euclidean distance · schedule 0.5,1,2,2+0.1 · match=best · seed 0 · cpu · InversionView ? · 1.50 s""".stripIndent());
    }

    @Test
    void says_what_is_exact_and_that_so_few_proposals_cannot_find_more() {
        List<Member> members = List.of(member("B1+2=3E", 0.09, 0.05, false), member("B2+1=3E", 0.03, 0.9, true));
        assertThat(coverage(Source.EXACT, 810_000, 2, new MeanShare(2, 0.475, 0.475, 0.475), members)
                        .toString())
                .contains(
                        "1,024 proposals find 47.5 % of the preimage: the mean chance of all its 2 members, of all 810,000 inputs of task addition.")
                .contains(
                        "As many draws from the preimage itself, which are what a perfect decoder proposes, would find 50.0 %.",
                        "⚠ Most of the preimage is not among them, because it has too many members for so few proposals: n= proposes more.")
                .doesNotContain("Few members", "The decoder misses most");
    }

    @Test
    void says_where_nothing_or_little_is_known() {
        Coverage nothing = coverage(Source.TASK, 20_000, 0, MeanShare.sampled(new double[0]), List.of());
        assertThat(nothing.toString())
                .contains(
                        "None of 20,000 draws from task addition lies inside ε = 0.1: how much of the preimage the decoder finds is not known.",
                        "⚠ Few members are known: draws= draws more")
                .doesNotContain("misses most", "NaN", "AUROC");
        assertThat(nothing.picture()).isEmpty();
    }

    @Test
    void the_chart_tells_members_that_are_found_from_those_missed_and_from_others() {
        Document page = Jsoup.parse(String.valueOf(estimate().bundle().data().get(MimeBundle.HTML)));
        assertThat(page.select("svg")).hasSize(1);
        assertThat(page.select("svg text").eachText())
                .contains(
                        "D, distance from the query activation",
                        "outside (300)",
                        "member, likely found (1)",
                        "member, likely missed (1)");
        assertThat(estimate().chart().getSeriesCollection())
                .extracting(series -> series.getXData().length)
                .containsExactly(300, 1, 1);
    }

    @Test
    void every_number_is_there_for_tools_and_takes_little() throws Exception {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            members.add(member("B%s+861=1476E".formatted(100 + i), 0.0004 * i, (i + 1) / 201.0, i % 2 == 0));
        }
        Coverage many = coverage(Source.TASK, 20_000, 300, new MeanShare(200, 0.5, 0.45, 0.55), members);
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.valueToTree(many.bundle().data().get(MimeBundle.INVERSIONVIEW));
        assertThat(json.at("/schema").asText()).isEqualTo("inversionview/coverage/1");
        assertThat(json.at("/coverage/value").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/source").asText()).isEqualTo("task");
        assertThat(json.at("/members/by_setting/199")).hasSize(4);
        assertThat(json.at("/others/distance")).hasSize(300);
        assertThat(mapper.writeValueAsString(many.bundle().data()).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(120_000);
    }

    @Test
    void a_low_share_is_warned_of_with_its_reason_where_that_is_known() {
        assertThat(new KnownCoverage(0.6, 0.9, 1024, "now").line())
                .isEqualTo(
                        "1,024 proposals find 60.0 % of the preimage, now (%coverage measures it); as many draws from the preimage itself would find 90.0 %.");
        assertThat(new KnownCoverage(0.05, 0.06, 1024, "now").line())
                .endsWith("for so few proposals: n= proposes more.");
        assertThat(new KnownCoverage(0.05, 0.9, 1024, "now").line()).contains("⚠ The decoder misses most of it");
        assertThat(new KnownCoverage(0.05, Double.NaN, 1024, "now").line())
                .contains("⚠ Most of the preimage is not among them: it is too large", "or the decoder misses it")
                .doesNotContain("NaN");
    }

    @Test
    void probabilities_have_two_digits() {
        assertThat(CoverageWords.probability(Math.log(9.96e-6))).isEqualTo("1.0e-5");
        assertThat(CoverageWords.probability(Math.log(1.26e-9))).isEqualTo("1.3e-9");
        assertThat(CoverageWords.probability(0)).isEqualTo("1.0e0");
        assertThat(CoverageWords.probability(Double.NEGATIVE_INFINITY)).isEqualTo("0");
    }

    @Test
    void one_line_compares_it_with_others() {
        assertThat(estimate().row())
                .containsEntry("members", 57)
                .containsEntry("coverage", 0.475)
                .containsEntry("AUROC", 0.987);
        assertThat(estimate().picture().orElseThrow().caption()).isEqualTo("a1.2 at A1: 47.5 %");
    }
}
