package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.inversionview.magics.chart.DistanceScatter;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.reading.Comparison;
import org.inversionview.models.reading.Comparison.Overlap;
import org.inversionview.models.reading.Comparison.Shared;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.Statement;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %compare} returns: several preimages side by side.
 *
 * @param data every number of the result, as plain Java values
 */
public record SideBySide(Comparison data) implements Result {

    /** Returns a row an input that is a member of any: its distance from each activation. */
    @Override
    public Table table() {
        Table table = Table.create("distances", Columns.texts("input", data.inputs(), Comparison.Compared::text));
        for (int i = 0; i < data.read().size(); i++) {
            int preimage = i;
            table.addColumns(Columns.numbers(
                    label(i), data.inputs(), one -> one.distances().get(preimage)));
        }
        return table;
    }

    /** Returns the inputs by their distances from the first two activations. */
    @Override
    public XYChart chart() {
        return DistanceScatter.of(
                distances(0),
                distances(1),
                label(0),
                label(1),
                data.read().get(0).near().epsilon());
    }

    private double[] distances(int preimage) {
        return data.inputs().stream()
                .mapToDouble(one -> one.distances().get(preimage))
                .toArray();
    }

    /** Returns what tells one preimage from the others: site and position, and model and input where there are several. */
    private String label(int preimage) {
        Explanation one = data.read().get(preimage);
        String model = several(read -> read.provenance().model())
                ? "%s: ".formatted(one.provenance().model())
                : "";
        String query = several(Explanation::query) ? " of %s".formatted(one.query()) : "";
        return "%s%s at %s%s".formatted(model, one.site(), one.position(), query);
    }

    private boolean several(Function<Explanation, String> what) {
        return data.read().stream().map(what).distinct().count() > 1;
    }

    @Override
    public Page page() {
        SideBySideWords words = new SideBySideWords(data, this::label);
        Page page = Page.titled(
                        "%s preimages side by side".formatted(data.read().size()))
                .lines(words.readings())
                .line(words.held())
                .lines(words.differing());
        if (!data.features().isEmpty()) {
            page = page.and(features())
                    .note(
                            "A column a preimage: the query’s value, and the share of members that have it; ✓ where nearly all do, and beyond chance.");
        }
        page = page.and(overlaps())
                .note(
                        "in both: of the inputs in either. first in second: of the first’s members, those in the second.");
        if (!data.inputs().isEmpty()) {
            page = page.and(new Figure(chart(), "Inputs by their distances from the first two activations"));
        }
        for (String origin : words.origins()) {
            page = page.note(origin);
        }
        return page;
    }

    private Grid features() {
        List<Cell> header = new ArrayList<>(List.of(Cell.of("feature")));
        IntStream.range(0, data.read().size()).forEach(i -> header.add(Cell.of(label(i))));
        return new Grid(header, data.features().stream().map(SideBySide::row).toList());
    }

    private static Grid.Row row(Shared feature) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(feature.feature())));
        for (int i = 0; i < feature.statements().size(); i++) {
            Statement statement = feature.statements().get(i);
            cells.add(Cell.of("%s (%s)%s"
                    .formatted(
                            statement.value(),
                            ReadingWords.percent(statement.inside()),
                            feature.isHeld(i) ? " ✓" : "")));
        }
        return new Grid.Row(cells, feature.differs() ? "out" : "in", "");
    }

    private Grid overlaps() {
        List<Cell> header = List.of(
                Cell.of("first"),
                Cell.of("second"),
                Cell.number("in both"),
                Cell.of(""),
                Cell.number("first in second"),
                Cell.number("second in first"));
        return new Grid(header, data.overlaps().stream().map(this::row).toList());
    }

    private Grid.Row row(Overlap overlap) {
        return Grid.Row.of(List.of(
                Cell.of(label(overlap.first())),
                Cell.of(label(overlap.second())),
                Cell.number("%s of %s"
                        .formatted(
                                Numbers.count(overlap.both().hits()),
                                Numbers.count(overlap.both().trials()))),
                Cell.bar(overlap.both().trials() == 0 ? 0 : overlap.both().value()),
                Cell.number(ReadingWords.percent(overlap.firstInSecond())),
                Cell.number(ReadingWords.percent(overlap.secondInFirst()))));
    }

    @Override
    public Optional<Provenance> origin() {
        return data.read().stream().map(Explanation::provenance).findFirst();
    }

    @Override
    public String schema() {
        return "inversionview/comparison/1";
    }

    @Override
    public Object json() {
        return data;
    }

    @Override
    public String toString() {
        return page().text();
    }
}
