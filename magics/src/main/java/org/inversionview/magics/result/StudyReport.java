package org.inversionview.magics.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.reading.CausalTest;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.Statement;
import org.inversionview.models.reading.Study;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %study} returns: what an activation holds, step by step, and what of it is decided.
 *
 * @param data every number of the result, as plain Java values
 */
public record StudyReport(Study data) implements Result {

    /** Donors of one kind under their name. */
    private record Donors(String name, Effect effect) {}

    private List<Donors> donors() {
        return data.causal()
                .filter(test -> test.random().inputs() > 0)
                .map(test -> List.of(
                        new Donors("same value", test.sharing()),
                        new Donors("nearest with another", test.lacking()),
                        new Donors("any input", test.random())))
                .orElse(List.of());
    }

    /** Returns a row a kind of donor: how far the output moves, in nats, with its 95 % interval over queries. */
    @Override
    public Table table() {
        List<Donors> donors = donors();
        return Table.create(
                "causal test",
                Columns.texts("activation taken from", donors, Donors::name),
                Columns.numbers("KL", donors, one -> one.effect().mean()),
                Columns.numbers("low", donors, one -> one.effect().low()),
                Columns.numbers("high", donors, one -> one.effect().high()));
    }

    /** Returns the same as bars. */
    @Override
    public CategoryChart chart() {
        return Bars.ofEffects(new IntervalBars("KL of the output, nats"), "KL", donors(), Donors::name, Donors::effect)
                .chart();
    }

    /** Returns whether the reading is decided. */
    public boolean isDecided() {
        return data.verdict() == Study.Verdict.DECIDED;
    }

    @Override
    public Page page() {
        StudyWords words = new StudyWords(data);
        Explanation read = data.explanation();
        Page page = Page.titled(
                        "What does %s at %s hold? Studied at %s".formatted(read.site(), read.position(), read.query()))
                .line(words.verdict())
                .line(words.preimage())
                .line(words.consistency())
                .line(words.causal());
        if (!donors().isEmpty()) {
            page = page.and(Grid.of(table()))
                    .note(
                            "KL: divergence of the output’s distribution from that of the clean run, in nats, mean over queries with its 95 % bootstrap interval. same value: of any inputs that have the query’s; nearest with another: the closest that do not.")
                    .and(new Figure(chart(), "How far the output moves for each kind of donor"));
        }
        return page.note(words.again()).note(words.origin());
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site", data.explanation().site());
        row.put("position", data.explanation().position());
        row.put("query", data.explanation().query());
        row.put("reading", data.reading().map(Statement::toString).orElse(""));
        row.put("consistency", rate(MeanShare::value));
        row.put("low", rate(MeanShare::low));
        row.put("high", rate(MeanShare::high));
        row.put(
                "KL same value",
                data.causal().map(CausalTest::sharing).map(Effect::mean).orElse(Double.NaN));
        row.put(
                "KL another",
                data.causal().map(CausalTest::lacking).map(Effect::mean).orElse(Double.NaN));
        row.put("verdict", new StudyWords(data).shortly());
        return row;
    }

    private double rate(ToDoubleFunction<MeanShare> number) {
        return data.consistency().stream()
                .mapToDouble(one -> number.applyAsDouble(one.features().get(0).rate()))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(data.explanation().provenance());
    }

    @Override
    public String schema() {
        return "inversionview/study/1";
    }

    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", data.verdict());
        json.put("explanation", data.explanation());
        data.consistency().ifPresent(one -> json.put("consistency", one));
        data.causal().ifPresent(one -> json.put("causal", one));
        json.put("where", data.where());
        json.put("seconds", data.seconds());
        return json;
    }

    @Override
    public String toString() {
        return page().text();
    }
}
