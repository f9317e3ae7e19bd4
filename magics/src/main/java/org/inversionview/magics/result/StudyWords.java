package org.inversionview.magics.result;

import java.util.Locale;
import org.inversionview.magics.QuotedText;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.reading.CausalTest;
import org.inversionview.models.reading.Consistency;
import org.inversionview.models.reading.Statement;
import org.inversionview.models.reading.Study;

/** What a study says of itself in sentences. */
record StudyWords(Study data) {

    private static final String OPEN = "Not decided: ";

    /** Returns the verdict with its reason. */
    String verdict() {
        return switch (data.verdict()) {
            case DECIDED ->
                "Decided: %s holds %s, and the model uses it for %s."
                        .formatted(
                                place(), feature(), data.causal().orElseThrow().answer());
            case NO_MEMBERS -> OPEN + "no other input is known inside ε. A larger eps=, or more draws=, may meet some.";
            case NOTHING_SHARED ->
                OPEN
                        + "inputs inside ε are like any other inputs; nothing that was tested is shared more often than by chance.";
            case NOT_BY_ALL ->
                OPEN
                        + "%s says most, but only %s of the members share it. A smaller eps= may leave fewer kinds of them."
                                .formatted(
                                        data.explanation().statements().get(0),
                                        Numbers.percent(data.explanation()
                                                .statements()
                                                .get(0)
                                                .inside()
                                                .value()));
            case NOT_CONSISTENT ->
                OPEN
                        + "%s holds for this query, but not for most others. where= may say for which (%%explain of others shows what they hold)."
                                .formatted(feature());
            case NO_MORE_THAN_CHANCE ->
                OPEN
                        + "%s is shared, but no more than by chance, as nearly all inputs have the same."
                                .formatted(feature());
            case NOTHING_TO_COMPARE ->
                OPEN
                        + "no query has other inputs with its %s as well as without it, so patching compares nothing."
                                .formatted(feature());
            case NO_EFFECT ->
                OPEN
                        + "%s holds %s, but the output at %s does not depend on this activation: not even any other input’s moves it. Ask about another answer=."
                                .formatted(
                                        place(),
                                        feature(),
                                        data.causal().orElseThrow().answer());
            case SHARING_MOVES ->
                OPEN
                        + "the output moves although %s is the same: the model uses more of this activation."
                                .formatted(feature());
            case LACKING_HOLDS ->
                OPEN
                        + "the output moves no more where %s differs: what the model uses of this activation is something else."
                                .formatted(feature());
            case INTERRUPTED -> OPEN + "interrupted before all was done.";
        };
    }

    /** Returns the verdict in a few words, for a table. */
    String shortly() {
        return data.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String place() {
        return "%s at %s"
                .formatted(data.explanation().site(), data.explanation().position());
    }

    private String feature() {
        return data.reading().map(Statement::feature).orElse("");
    }

    /** Says what the query's preimage shares. */
    String preimage() {
        return data.reading()
                .map(reading -> "1. Preimage: of %s other inputs inside ε, %s have %s, of all inputs %s."
                        .formatted(
                                Numbers.count(data.explanation().inside()),
                                share(reading.inside()),
                                reading,
                                Numbers.percent(reading.all().value())))
                .orElse("1. Preimage: %s other inputs inside ε; no reading."
                        .formatted(Numbers.count(data.explanation().inside())));
    }

    private static String share(Proportion share) {
        return "%s (95 %% interval %s to %s)"
                .formatted(Numbers.percent(share.value()), Numbers.percent(share.low()), Numbers.percent(share.high()));
    }

    /** Says for how many other queries that is so. */
    String consistency() {
        return data.consistency().map(this::consistency).orElse("");
    }

    private String consistency(Consistency measured) {
        Consistency.Rate rate = measured.features().get(0);
        return "2. Other queries%s: of %s, inputs inside ε share it in %s (95 %% interval %s to %s), by chance %s."
                .formatted(
                        data.where().isEmpty() ? "" : " where " + data.where(),
                        measured.queries(),
                        Numbers.percent(rate.rate().value()),
                        Numbers.percent(rate.rate().low()),
                        Numbers.percent(rate.rate().high()),
                        Numbers.percent(rate.base()));
    }

    /** Says what patching does. */
    String causal() {
        return data.causal()
                .filter(test -> test.random().inputs() > 0)
                .map(this::causal)
                .orElse("");
    }

    private String causal(CausalTest test) {
        return "3. Patched, %s queries, output at %s: activations of inputs with the same value move it by KL %s and change the likeliest token in %s; of the nearest with another by %s and in %s; of any input by %s."
                .formatted(
                        test.random().inputs(),
                        test.answer(),
                        nats(test.sharing()),
                        Numbers.percent(test.sharingChanged().value()),
                        nats(test.lacking()),
                        Numbers.percent(test.lackingChanged().value()),
                        nats(test.random()));
    }

    private static String nats(Effect effect) {
        return "%s (%s to %s)"
                .formatted(
                        Numbers.measured(effect.mean()),
                        Numbers.measured(effect.low()),
                        Numbers.measured(effect.high()));
    }

    /** Says which magics do the steps one by one. */
    String again() {
        Distance metric = data.explanation().near().metric();
        String asked = "site=%s pos=%s match=%s eps=%s%s"
                .formatted(
                        data.explanation().site(),
                        data.explanation().position(),
                        data.explanation().near().match(),
                        Numbers.plain(data.explanation().near().epsilon()),
                        metric == Distance.EUCLIDEAN ? "" : " metric=" + metric);
        String input = "input=" + QuotedText.of(data.explanation().query());
        String answer = data.causal().map(test -> " answer=" + test.answer()).orElse("");
        return "Step by step: %%explain %s %s; %%fcr %s%s%s; %%inspect %s %s and %%verify preimage%s."
                .formatted(
                        asked,
                        input,
                        asked,
                        data.reading()
                                .map(one -> " feature=\"%s\"".formatted(one.feature()))
                                .orElse(""),
                        data.where().isEmpty() ? "" : " where=\"%s\"".formatted(data.where()),
                        asked,
                        input,
                        answer);
    }

    String origin() {
        return new ReadingWords(data.explanation()).origin(data.seconds());
    }
}
