package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.reading.Consistency;
import org.inversionview.models.reading.Consistency.OfValue;
import org.inversionview.models.reading.Consistency.Rate;
import org.inversionview.models.reading.ConsistencyMap;
import org.inversionview.models.reading.ConsistencySettings;
import org.inversionview.models.reading.Margin;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class FeatureRatesTest {

    private static final Provenance PROVENANCE =
            new Provenance("addition", "addition", true, "0123456789", "abcdef0123", "cpu", Map.of());

    private static Rate rate(String feature, double rate, double base, double p) {
        return new Rate(
                feature,
                new MeanShare(90, rate, rate - 0.03, Math.min(1, rate + 0.02)),
                base,
                new Margin(rate - base, p),
                List.of(new OfValue("6 and 8", new MeanShare(2, 1, 0.5, 1), 0.02, "615+861=1476", "801+604=1405")));
    }

    private static Consistency cell(String site, int queries, Rate... rates) {
        return new Consistency(site, "A1", 100, queries, 10, 391.4, List.of(rates));
    }

    private static FeatureRates rates(Source source, int asked, Consistency... cells) {
        ConsistencySettings settings = new ConsistencySettings(new Nearness(0.1, Distance.EUCLIDEAN, "best"), 100, 0);
        return new FeatureRates(
                new ConsistencyMap(PROVENANCE, settings, source, 20_000, List.of(cells), asked, 1.5), "");
    }

    private static final Consistency PAIR =
            cell("a1.2", 100, rate("F1", 0.5, 0.1, 1e-9), rate("pair", 0.98, 0.02, 1e-12), rate("S3", 0.11, 0.1, 0.4));

    @Test
    void says_what_is_shared_most_and_marks_what_is_above_chance() {
        assertThat(rates(Source.TASK, 1, PAIR).toString())
                .contains(
                        "100 queries; 391 other inputs inside ε = 0.1 of each, in the mean, of 20,000 draws from the task, in no way steered.",
                        "10 of them have no other input inside ε and are left out.",
                        "a1.2 at A1 – pair says most, shared by 98.0 % (95 % interval 95.0 % to 100.0 %), by chance 2.0 %.",
                        "corrected for all 3 tests here")
                .containsSubsequence(
                        "a1.2  A1        pair     98.0 %  █████████▊  95.0 % – 100.0 %   2.0 %  49.000  5.390  ✓\n",
                        "a1.2  A1        F1       50.0 %  █████        47.0 % – 52.0 %  10.0 %   5.000  0.737  ✓\n",
                        "a1.2  A1        S3       11.0 %  █▏            8.0 % – 13.0 %  10.0 %   1.100  0.001\n")
                .doesNotContain("Interrupted", "Heat map");
    }

    @Test
    void says_where_nothing_is_shared_and_where_members_were_steered_or_missing() {
        Consistency nothing = cell("m0", 12, rate("S3", 0.11, 0.1, 0.4));
        assertThat(rates(Source.DECODER, 2, nothing).toString())
                .contains(
                        "m0 at A1 – no feature is shared more often than by chance.",
                        "proposed by the decoder, which is steered: they may share more than the preimage does",
                        "⚠ Interrupted: 1 of 2 sites and positions.",
                        "⚠ 10 of 12 queries have no other input inside ε and are left out: n= proposes more");
        assertThat(rates(Source.EXACT, 1, nothing).toString())
                .contains("of all 20,000 of the task", "⚠ Interrupted: the last one after 12 of 100 queries.");
        assertThat(rates(Source.TASK, 3).toString()).contains("Interrupted before the first queries were measured");
    }

    @Test
    void many_places_have_a_heat_map_in_which_chance_is_empty() {
        Consistency other =
                cell("m0", 100, rate("F1", 0.11, 0.1, 0.4), rate("pair", 0.02, 0.02, 0.5), rate("S3", 1, 0.1, 0));
        FeatureRates both = rates(Source.TASK, 2, PAIR, other);
        assertThat(both.chart().getHeatMapSeries().getXData()).hasToString("[a1.2@A1, m0@A1]");
        assertThat(both.chart().getHeatMapSeries().getYData()).hasToString("[S3, pair, F1]");
        assertThat(both.chart().getHeatMapSeries().getHeatData().stream()
                        .map(cell -> Math.round(100 * ((Number[]) cell)[2].doubleValue())))
                .containsExactly(0L, 98L, 44L, 100L, 0L, 0L);
        assertThat(Jsoup.parse(String.valueOf(both.bundle().data().get(MimeBundle.HTML)))
                        .select("svg text")
                        .eachText())
                .contains("a1.2@A1", "pair");
    }

    @Test
    void a_feature_opens_into_its_values_and_examples() {
        FeatureRates rates = rates(Source.TASK, 1, PAIR);
        assertThat(rates.values("pair").row(0).getString("value")).isEqualTo("6 and 8");
        assertThat(rates.values("pair").row(0).getInt("queries")).isEqualTo(2);
        assertThat(rates.values("pair").row(0).getString("inside")).isEqualTo("801+604=1405");
        assertThat(rates(Source.TASK, 1, cell("a1.2", 100, rate("pair", 0.98, 0.02, 0)))
                        .toString())
                .contains("801+604=1405", "corrected for all 1 tests");
        assertThat(rates.toString()).doesNotContain("801+604=1405");
        assertThatThrownBy(() -> rates.values("S9"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("feature S9: it was not measured; there is [F1, pair, S3]");
    }

    @Test
    void every_number_is_there_for_tools() {
        JsonNode json = new ObjectMapper()
                .valueToTree(rates(Source.TASK, 1, PAIR).bundle().data().get(MimeBundle.INVERSIONVIEW));
        assertThat(json.at("/schema").asText()).isEqualTo("inversionview/feature-rates/1");
        assertThat(json.at("/cells/0/features/1/rate/value").asDouble()).isEqualTo(0.98);
        assertThat(json.at("/adjusted_p/0").asDouble()).isEqualTo(1.5e-9);
        assertThat(rates(Source.TASK, 1, PAIR).table().row(2).getBoolean("above chance"))
                .isFalse();
    }
}
