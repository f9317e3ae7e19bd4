package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.reading.Comparison;
import org.inversionview.models.reading.Comparison.Compared;
import org.inversionview.models.reading.Comparison.Overlap;
import org.inversionview.models.reading.Comparison.Shared;
import org.inversionview.models.reading.EpsilonCurve;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.Explanation.Description;
import org.inversionview.models.reading.Statement;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private static Statement statement(String feature, String value, int hits) {
        return new Statement(
                feature,
                value,
                new Proportion(hits, 100),
                new Proportion(10, 100),
                new Proportion(1000, 20_000),
                hits > 50 ? 1e-6 : 1,
                1,
                List.of());
    }

    private static Explanation explanation(String site, String query, List<Statement> statements) {
        return explanation("addition", site, query, statements);
    }

    private static Explanation explanation(String model, String site, String query, List<Statement> statements) {
        return new Explanation(
                new Provenance(model, "addition", true, "0123456789", "abcdef0123", "cpu", Map.of()),
                query,
                site,
                "A1",
                new Nearness(0.1, Distance.EUCLIDEAN, "best"),
                Source.TASK,
                100,
                200,
                20_000,
                135,
                statements,
                List.of(),
                new Description(statements, new Proportion(1, 1), new Proportion(1, 1)),
                new EpsilonCurve(List.of()),
                List.of(),
                0,
                1.5);
    }

    private static SideBySide compared(String otherQuery, List<Compared> inputs) {
        Statement pair = statement("pair", "6 and 8", 100);
        Shared larger = new Shared("larger", List.of(statement("larger", "8", 100), statement("larger", "8", 95)));
        Shared pairs = new Shared("pair", List.of(pair, statement("pair", "6 and 8", 29)));
        return new SideBySide(new Comparison(
                List.of(explanation("a1.2", "615+861=1476", List.of(pair)), explanation("a0.3", otherQuery, List.of())),
                List.of(larger, pairs),
                List.of(new Overlap(
                        0, 1, new Proportion(100, 344), new Proportion(100, 100), new Proportion(100, 344))),
                inputs,
                1.5));
    }

    private static final List<Compared> INPUTS = List.of(
            new Compared("801+604=1405", List.of(0.05, 0.02)), new Compared("810+840=1650", List.of(0.9, 0.03)));

    @Test
    void says_what_all_hold_where_they_differ_and_how_much_they_overlap() {
        assertThat(compared("615+861=1476", INPUTS).toString())
                .contains(
                        "2 preimages side by side",
                        "a1.2 at A1 – 100 members: pair: 6 and 8.",
                        "a0.3 at A1 – 100 members; nothing that nearly all of them share beyond chance.",
                        "All hold: larger.",
                        "They differ in pair: held by a1.2 at A1, not by a0.3 at A1.",
                        "larger   8 (100.0 %) ✓        8 (95.0 %) ✓",
                        "pair     6 and 8 (100.0 %) ✓  6 and 8 (29.0 %)",
                        "a1.2 at A1  a0.3 at A1  100 of 344  ██▉          100.0 %           29.1 %");
    }

    @Test
    void the_input_is_named_where_there_are_several() {
        assertThat(compared("1+1=2", List.of()).toString())
                .contains("a1.2 at A1 of 615+861=1476 – 100 members", "a0.3 at A1 of 1+1=2 – 100 members");
        assertThat(compared("615+861=1476", List.of()).toString()).doesNotContain("of 615");
    }

    @Test
    void the_model_is_named_where_there_are_several_and_each_says_where_it_comes_from() {
        List<Explanation> two = List.of(
                explanation("addition", "a1.2", "615+861=1476", List.of()),
                explanation("trained/mine", "a0.2", "615+861=1476", List.of()));
        SideBySide compared = new SideBySide(new Comparison(two, List.of(), List.of(), INPUTS, 1.5));
        assertThat(compared.toString())
                .contains("addition: a1.2 at A1 – 100 members", "trained/mine: a0.2 at A1 – 100 members")
                .contains("model addition (probed 01234567", "model trained/mine (probed 01234567");
        assertThat(compared.table().columnNames())
                .containsExactly("input", "addition: a1.2 at A1", "trained/mine: a0.2 at A1");
        assertThat(compared("615+861=1476", INPUTS).toString()).containsOnlyOnce("model addition (probed");
    }

    @Test
    void each_input_has_its_distance_under_both_in_table_picture_and_numbers() {
        SideBySide compared = compared("615+861=1476", INPUTS);
        assertThat(compared.table().row(1).getDouble("a1.2 at A1")).isEqualTo(0.9);
        Map<String, Object> forms = compared.bundle().data();
        assertThat(Jsoup.parse(String.valueOf(forms.get(MimeBundle.HTML)))
                        .select("svg text")
                        .eachText())
                .contains("D from a1.2 at A1", "D from a0.3 at A1");
        JsonNode json = new ObjectMapper().valueToTree(forms.get(MimeBundle.INVERSIONVIEW));
        assertThat(json.at("/schema").asText()).isEqualTo("inversionview/comparison/1");
        assertThat(json.at("/inputs/1/distances/0").asDouble()).isEqualTo(0.9);
    }
}
