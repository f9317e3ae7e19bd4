package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.chart.HeatMap;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.reading.Consistency;
import org.inversionview.models.reading.Consistency.OfValue;
import org.inversionview.models.reading.ConsistencyMap;
import org.inversionview.models.reading.ConsistencyMap.Row;
import org.knowm.xchart.HeatMapChart;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %fcr} returns: how consistent features are inside the ε-preimages of many queries.
 *
 * @param data every number of the result, as plain Java values
 * @param where the condition on queries; may be empty
 */
public record FeatureRates(ConsistencyMap data, String where) implements Result {

    private static final int MOST_ROWS = 20;

    /** Returns a row a feature and cell: its rate with a 95 % interval, base rate, lift, and whether that is above chance. */
    @Override
    public Table table() {
        List<Row> rows = data.rows();
        return Table.create(
                "feature consistency",
                Columns.texts("site", rows, row -> row.cell().site()),
                Columns.texts("position", rows, row -> row.cell().position()),
                Columns.texts("feature", rows, row -> row.rate().feature()),
                Columns.numbers("rate", rows, row -> row.rate().rate().value()),
                Columns.numbers("low", rows, row -> row.rate().rate().low()),
                Columns.numbers("high", rows, row -> row.rate().rate().high()),
                Columns.numbers("base", rows, row -> row.rate().base()),
                Columns.numbers("lift", rows, row -> row.rate().lift()),
                Columns.numbers("bits", rows, row -> row.rate().bits()),
                Columns.numbers("p", rows, Row::adjusted),
                BooleanColumn.create(
                        "above chance", rows.stream().map(Row::isAboveChance).toList()));
    }

    /**
     * Returns one feature opened up: a row a value that queries have, with its own rate and examples.
     *
     * @throws InvalidRequestException if the feature was not measured
     */
    public Table values(String feature) {
        List<Opened> opened = opened(feature);
        return Table.create(
                feature,
                Columns.texts("site", opened, one -> one.cell.site()),
                Columns.texts("position", opened, one -> one.cell.position()),
                Columns.texts("value", opened, one -> one.value.value()),
                IntColumn.create(
                        "queries",
                        opened.stream()
                                .mapToInt(one -> one.value.rate().count())
                                .toArray()),
                Columns.numbers("rate", opened, one -> one.value.rate().value()),
                Columns.numbers("low", opened, one -> one.value.rate().low()),
                Columns.numbers("high", opened, one -> one.value.rate().high()),
                Columns.numbers("base", opened, one -> one.value.base()),
                Columns.texts("query", opened, one -> one.value.query()),
                Columns.texts("inside", opened, one -> one.value.inside()));
    }

    private record Opened(Consistency cell, OfValue value) {}

    private List<Opened> opened(String feature) {
        List<Opened> opened = data.rows().stream()
                .filter(row -> row.rate().feature().equals(feature))
                .flatMap(row -> row.rate().values().stream().map(value -> new Opened(row.cell(), value)))
                .toList();
        if (opened.isEmpty()) {
            throw new InvalidRequestException("feature", feature, "it was not measured; there is " + features());
        }
        return opened;
    }

    /** Returns the features that were measured. */
    public List<String> features() {
        return data.cells().isEmpty()
                ? List.of()
                : data.cells().get(0).features().stream()
                        .map(Consistency.Rate::feature)
                        .toList();
    }

    /**
     * Returns a heat map, a row a feature, a column a site and position: how much of what chance leaves open is explained; empty
     * where a feature is not above chance.
     */
    @Override
    public HeatMapChart chart() {
        List<String> features = features();
        double[][] values = new double[features.size()][data.cells().size()];
        List<Row> rows = data.rows();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double explained = Math.min(1, Math.max(0, row.rate().aboveChance()));
            values[i % features.size()][i / features.size()] = row.isAboveChance() ? explained : 0;
        }
        return HeatMap.share(data.cells().stream().map(FeatureRates::place).toList(), features, values);
    }

    private static String place(Consistency cell) {
        return cell.site() + "@" + cell.position();
    }

    @Override
    public Page page() {
        Page page = Page.titled("What do inputs inside ε share with their query? " + question());
        if (data.cells().isEmpty()) {
            return page.line("⚠ Interrupted before the first queries were measured.");
        }
        FeatureRateWords words = new FeatureRateWords(data);
        page = page.line(words.measured())
                .line(words.interrupted())
                .line(words.alone())
                .lines(words.readings())
                .and(grid())
                .note(
                        "rate: mean over queries of the share of other inputs inside ε that have the query’s value, with its 95 %% bootstrap interval over queries; base: the same share of all inputs; lift: rate / base; bits: what the agreement says beyond chance. ✓: above chance, by a paired test over queries, corrected for all %s tests here (5 %% false discoveries)."
                                .formatted(data.rows().size()));
        if (features().size() == 1) {
            page = page.and(Grid.of(values(features().get(0))))
                    .note(
                            "The feature’s values that most queries have, each with one of its queries and an input inside ε of it.");
        }
        return (data.cells().size() > 1 ? page.and(figure()) : page).note(words.origin());
    }

    private String question() {
        return places() + (where.isEmpty() ? "" : ", where " + where);
    }

    private String places() {
        return data.cells().size() == 1
                ? "%s at %s"
                        .formatted(
                                data.cells().get(0).site(), data.cells().get(0).position())
                : "%s sites and positions".formatted(data.cells().size());
    }

    private Figure figure() {
        return new Figure(
                chart(),
                "Heat map of consistency above chance: a row a feature, a column a site and position; 1 is always, 0 no more than chance");
    }

    /** The features that say most, of all sites and positions together. */
    private Grid grid() {
        List<Cell> header = List.of(
                Cell.of("site"),
                Cell.of("position"),
                Cell.of("feature"),
                Cell.number("rate"),
                Cell.of(""),
                Cell.number("95 % interval"),
                Cell.number("base"),
                Cell.number("lift"),
                Cell.number("bits"),
                Cell.of(""));
        List<Grid.Row> rows = new ArrayList<>();
        data.rows().stream()
                .sorted(Comparator.comparing((Row row) -> !row.isAboveChance())
                        .thenComparingDouble(row -> -row.rate().bits()))
                .limit(MOST_ROWS)
                .forEach(row -> rows.add(row(row)));
        return new Grid(header, rows);
    }

    private static Grid.Row row(Row row) {
        Consistency.Rate rate = row.rate();
        return new Grid.Row(
                List.of(
                        Cell.of(row.cell().site()),
                        Cell.of(row.cell().position()),
                        Cell.of(rate.feature()),
                        Cell.number(Numbers.percent(rate.rate().value())),
                        Cell.bar(rate.rate().value()),
                        Cell.number("%s – %s"
                                .formatted(
                                        Numbers.percent(rate.rate().low()),
                                        Numbers.percent(rate.rate().high()))),
                        Cell.number(Numbers.percent(rate.base())),
                        Cell.number(Numbers.measured(rate.lift())),
                        Cell.number(Numbers.measured(rate.bits())),
                        Cell.of(row.isAboveChance() ? "✓" : "")),
                row.isAboveChance() ? "in" : "out",
                "");
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(data.provenance());
    }

    @Override
    public String schema() {
        return "inversionview/feature-rates/1";
    }

    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("provenance", data.provenance());
        json.put("settings", data.settings());
        json.put("where", where);
        json.put("source", data.source());
        json.put("inputs", data.inputs());
        json.put("cells", data.cells());
        json.put("adjusted_p", data.rows().stream().map(Row::adjusted).toList());
        json.put("asked", data.asked());
        json.put("seconds", data.seconds());
        return json;
    }

    @Override
    public String toString() {
        return page().text();
    }
}
