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
import org.inversionview.models.reading.EpsilonCurve;
import org.inversionview.models.reading.EpsilonCurve.Point;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.Explanation.Description;
import org.inversionview.models.reading.Statement;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final Provenance PROVENANCE =
            new Provenance("addition", "addition", true, "0123456789", "abcdef0123", "cpu", Map.of());

    private static final Statement PAIR = new Statement(
            "pair",
            "6 and 8",
            new Proportion(391, 391),
            new Proportion(24, 200),
            new Proportion(440, 20_000),
            1e-9,
            0.01,
            List.of("F1", "S1", "sum", "larger", "carry", "digits", "answer"));
    private static final Statement TENS = new Statement(
            "F2", "1", new Proportion(39, 391), new Proportion(20, 200), new Proportion(2000, 20_000), 1, 1, List.of());

    private static final EpsilonCurve CURVE = new EpsilonCurve(List.of(
            new Point(0.1, new Proportion(391, 391), new Proportion(391, 440)),
            new Point(0.2, new Proportion(440, 450), new Proportion(440, 440)),
            new Point(0.3, new Proportion(440, 900), new Proportion(440, 440))));

    private static Reading reading(Source members, int inside, List<Statement> statements, Proportion precision) {
        return new Reading(new Explanation(
                PROVENANCE,
                "615+861=1476",
                "a1.2",
                "A1",
                new Nearness(0.1, Distance.EUCLIDEAN, "best"),
                members,
                inside,
                200,
                20_000,
                135,
                statements,
                inside == 0 ? List.of() : List.of(TENS),
                new Description(statements, precision, new Proportion(inside, inside)),
                statements.isEmpty() ? new EpsilonCurve(List.of()) : CURVE,
                inside == 0 ? List.of() : List.of("801+604=1405"),
                0,
                1.5));
    }

    @Test
    void says_in_words_what_members_share_and_what_does_not_matter() {
        assertThat(reading(Source.TASK, 391, List.of(PAIR), new Proportion(391, 440)))
                .hasToString("""
                What do the inputs inside ε share? a1.2 at A1 of 615+861=1476
                391 other inputs inside ε = 0.1, of 20,000 draws from the task, in no way steered.
                In short: pair: 6 and 8. 391 of 391 of the members meet that (100.0 %; 95 % interval 99.0 % to 100.0 %), and of all inputs that meet it 391 of 440 lie inside ε (88.9 %; 95 % interval 85.6 % to 91.5 %).
                pair: 6 and 8 – 391 of 391 inside, 12.0 % of near misses, 2.2 % of all inputs.
                On the dial: the curve breaks at ε = 0.3, where fewer than 95 % of the inputs inside meet it; from ε = 0.2 on, at least 95 % of those that meet it are inside.
                What does not matter, as members have the query’s value as often as all inputs (to ten points in a hundred): F2.
                feature  value    inside ε              near misses  all inputs   bits        p  explains
                ───────  ───────  ────────  ──────────  ───────────  ──────────  ─────  ───────  ──────────────────────────────────
                pair     6 and 8   100.0 %  ██████████       12.0 %       2.2 %  5.506  < 0.001  F1; S1; sum; larger; carry; 2 more
                inside ε, near misses (the 200 closest outside), all inputs: shares that have the query’s value. p: Fisher’s exact test of members against inputs outside, corrected for all 135 candidates (Benjamini, Hochberg). explains: what follows from the statement – of inputs that it is true of, members are no likelier to have it.
                For example: 801+604=1405
                Purity: of the inputs inside ε, those that meet the description. Found: of those that meet it, the ones inside. The line is the ε asked with; what %inspect returns takes another without sampling: p.within(0.2).
                model addition (probed 01234567, decoder abcdef01) · members task · euclidean distance · match=best · seed 0 · cpu · InversionView ? · 1.50 s""".stripIndent());
    }

    @Test
    void says_where_it_holds_more_or_nothing_or_nothing_is_known() {
        assertThat(reading(Source.TASK, 391, List.of(PAIR), new Proportion(100, 440))
                        .toString())
                .contains("So that is not all it holds: most inputs that meet it are farther.");
        assertThat(reading(Source.TASK, 391, List.of(), new Proportion(391, 20_000))
                        .toString())
                .contains("Nothing that was tested is shared more often than by chance")
                .doesNotContain("In short", "explains");
        assertThat(reading(Source.TASK, 0, List.of(), new Proportion(0, 0)).toString())
                .contains("None of 20,000 other inputs lies inside ε = 0.1: there is nothing to read.")
                .doesNotContain("NaN", "chance");
    }

    @Test
    void members_of_a_decoder_are_called_steered() {
        assertThat(reading(Source.DECODER, 391, List.of(PAIR), new Proportion(2, 3))
                        .toString())
                .contains(
                        "391 other inputs inside ε = 0.1, found by the decoder; all inputs are 20,000 draws from the task.",
                        "⚠ Members of the decoder are steered",
                        "In short: pair: 6 and 8. 391 of 391 of the members meet that (100.0 %; 95 % interval 99.0 % to 100.0 %).\n")
                .doesNotContain("lie inside ε", "On the dial");
        assertThat(reading(Source.EXACT, 391, List.of(PAIR), new Proportion(2, 3))
                        .toString())
                .contains("391 other inputs inside ε = 0.1, of all 20,000 of the task.")
                .doesNotContain("steered");
    }

    @Test
    void the_picture_is_epsilon_as_a_dial_and_tools_have_every_number() {
        Reading reading = reading(Source.TASK, 391, List.of(PAIR), new Proportion(391, 440));
        Map<String, Object> forms = reading.bundle().data();
        assertThat(Jsoup.parse(String.valueOf(forms.get(MimeBundle.HTML)))
                        .select("svg text")
                        .eachText())
                .contains("ε", "purity", "found");
        JsonNode json = new ObjectMapper().valueToTree(forms.get(MimeBundle.INVERSIONVIEW));
        assertThat(json.at("/schema").asText()).isEqualTo("inversionview/reading/1");
        assertThat(json.at("/statements/0/inside/hits").asInt()).isEqualTo(391);
        assertThat(reading.table().row(0).getDouble("near misses")).isEqualTo(0.12);
        assertThat(reading.table().row(1).getBoolean("matters")).isFalse();
        assertThat(reading.curve().row(2).getInt("inside")).isEqualTo(900);
        assertThat(reading.row()).containsEntry("in short", "pair: 6 and 8").containsEntry("members", 391);
    }
}
