package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.reading.CausalTest;
import org.inversionview.models.reading.Consistency;
import org.inversionview.models.reading.EpsilonCurve;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.Explanation.Description;
import org.inversionview.models.reading.Margin;
import org.inversionview.models.reading.Statement;
import org.inversionview.models.reading.Study;
import org.junit.jupiter.api.Test;

class StudyReportTest {

    private static final int QUERIES = 24;

    private static Statement statement(int hits) {
        return new Statement(
                "pair",
                "6 and 8",
                new Proportion(hits, 391),
                new Proportion(24, 200),
                new Proportion(440, 20_000),
                1e-9,
                0.01,
                List.of());
    }

    private static Explanation explanation(int inside, List<Statement> statements) {
        return explanation(inside, statements, Distance.EUCLIDEAN);
    }

    private static Explanation explanation(int inside, List<Statement> statements, Distance metric) {
        return new Explanation(
                new Provenance("addition", "addition", true, "0123456789", "abcdef0123", "cpu", Map.of()),
                "615+861=1476",
                "a1.2",
                "A1",
                new Nearness(0.1, metric, "best"),
                Source.TASK,
                inside,
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

    private static Consistency consistency(double rate, double base, double p, int queries) {
        return new Consistency(
                "a1.2",
                "A1",
                100,
                queries,
                0,
                391,
                List.of(new Consistency.Rate(
                        "pair",
                        new MeanShare(queries, rate, rate - 0.03, Math.min(1, rate + 0.02)),
                        base,
                        new Margin(rate - base, p),
                        List.of())));
    }

    private static Effect nats(double mean) {
        return new Effect(QUERIES, mean, 0.01, mean * 0.9, mean * 1.1);
    }

    private static CausalTest causal(double sharing, double lacking, double random) {
        return new CausalTest(
                "A2",
                QUERIES,
                nats(sharing),
                nats(lacking),
                nats(random),
                nats(lacking - sharing),
                new Proportion(1, 100),
                new Proportion(80, 100));
    }

    private static StudyReport report(Optional<Consistency> consistency, Optional<CausalTest> causal) {
        return new StudyReport(new Study(explanation(391, List.of(statement(391))), consistency, causal, "A1=1", 2.5));
    }

    private static final Consistency ALWAYS = consistency(0.98, 0.02, 1e-9, 100);

    @Test
    void the_steps_ask_by_the_same_metric() {
        Explanation byCosine = explanation(391, List.of(statement(391)), Distance.COSINE);
        assertThat(new StudyReport(new Study(byCosine, Optional.of(ALWAYS), Optional.empty(), "", 2.5)).toString())
                .contains(
                        "Step by step: %explain site=a1.2 pos=A1 match=best eps=0.1 metric=cosine input=615+861=1476");
    }

    @Test
    void says_what_is_decided_and_what_that_rests_on() {
        StudyReport decided = report(Optional.of(ALWAYS), Optional.of(causal(0.01, 1, 5)));
        assertThat(decided.isDecided()).isTrue();
        assertThat(decided.toString())
                .contains(
                        "What does a1.2 at A1 hold? Studied at 615+861=1476",
                        "Decided: a1.2 at A1 holds pair, and the model uses it for A2.",
                        "1. Preimage: of 391 other inputs inside ε, 100.0 % (95 % interval 99.0 % to 100.0 %) have pair: 6 and 8, of all inputs 2.2 %.",
                        "2. Other queries where A1=1: of 100, inputs inside ε share it in 98.0 % (95 % interval 95.0 % to 100.0 %), by chance 2.0 %.",
                        "3. Patched, 24 queries, output at A2: activations of inputs with the same value move it by KL 0.010 (0.009 to 0.011) and change the likeliest token in 1.0 %; of the nearest with another by 1.000 (0.900 to 1.100) and in 80.0 %; of any input by 5.000 (4.500 to 5.500).",
                        "Step by step: %explain site=a1.2 pos=A1 match=best eps=0.1 input=615+861=1476; %fcr site=a1.2 pos=A1 match=best eps=0.1 feature=\"pair\" where=\"A1=1\"; %inspect site=a1.2 pos=A1 match=best eps=0.1 input=615+861=1476 and %verify preimage answer=A2.",
                        "InversionView ? · 2.50 s");
    }

    @Test
    void says_why_nothing_is_decided() {
        assertThat(report(Optional.of(consistency(0.3, 0.02, 1e-9, 100)), Optional.empty())
                        .toString())
                .contains("Not decided: pair holds for this query, but not for most others.");
        assertThat(report(Optional.of(consistency(0.99, 0.99, 0.4, 100)), Optional.empty())
                        .toString())
                .contains("Not decided: pair is shared, but no more than by chance");
        assertThat(report(Optional.of(ALWAYS), Optional.of(causal(0, 0, 0.001))).toString())
                .contains("the output at A2 does not depend on this activation");
        assertThat(report(Optional.of(ALWAYS), Optional.of(causal(3, 1, 5))).toString())
                .contains("Not decided: the output moves although pair is the same");
        assertThat(report(Optional.of(ALWAYS), Optional.of(causal(0.001, 0.0005, 5)))
                        .toString())
                .contains("Not decided: the output moves no more where pair differs");
        assertThat(report(Optional.of(consistency(0.98, 0.02, 1e-9, 12)), Optional.empty())
                        .toString())
                .contains("Not decided: interrupted before all was done.");
    }

    @Test
    void says_where_there_was_no_reading() {
        Study some = new Study(explanation(391, List.of(statement(100))), Optional.empty(), Optional.empty(), "", 2.5);
        assertThat(new StudyReport(some).toString())
                .contains("Not decided: pair: 6 and 8 says most, but only 25.6 % of the members share it.")
                .contains("1. Preimage: 391 other inputs inside ε; no reading.");
        Study none = new Study(explanation(0, List.of()), Optional.empty(), Optional.empty(), "", 2.5);
        assertThat(new StudyReport(none).toString()).contains("Not decided: no other input is known inside ε.");
        Study alike = new Study(explanation(391, List.of()), Optional.empty(), Optional.empty(), "", 2.5);
        assertThat(new StudyReport(alike).toString())
                .contains("Not decided: inputs inside ε are like any other inputs");
    }

    @Test
    void one_line_compares_it_with_others_and_every_number_is_there_for_tools() {
        StudyReport decided = report(Optional.of(ALWAYS), Optional.of(causal(0.01, 1, 5)));
        assertThat(decided.row())
                .containsEntry("reading", "pair: 6 and 8")
                .containsEntry("consistency", 0.98)
                .containsEntry("low", 0.95)
                .containsEntry("high", 1.0)
                .containsEntry("verdict", "decided");
        assertThat(decided.table().doubleColumn("KL").asList()).containsExactly(0.01, 1.0, 5.0);
        JsonNode json = new ObjectMapper().valueToTree(decided.bundle().data().get(MimeBundle.INVERSIONVIEW));
        assertThat(json.at("/schema").asText()).isEqualTo("inversionview/study/1");
        assertThat(json.at("/verdict").asText()).isEqualTo("DECIDED");
        assertThat(json.at("/causal/lacking/mean").asDouble()).isEqualTo(1);
    }
}
