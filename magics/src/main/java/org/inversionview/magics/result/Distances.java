package org.inversionview.magics.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Grid.Row;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.inversion.MeasuredInputs;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSettings;
import tech.tablesaw.api.Table;

/**
 * What {@code %distances} returns: how far inputs of the user's own lie from a query activation.
 *
 * @param data every number, as plain Java values
 */
public record Distances(MeasuredInputs data) implements Result {

    /** Returns the inputs in the order given: the columns of a preimage's table, and D at every position. */
    @Override
    public Table table() {
        Table table = SampleTable.of("distances", data.inputs());
        table.removeColumns("count");
        return table.addColumns(Columns.texts("D at every token", data.inputs(), Distances::atEveryToken));
    }

    private static String atEveryToken(Sample sample) {
        return IntStream.range(0, sample.tokens().size())
                .filter(position -> Double.isFinite(sample.distances().get(position)))
                .mapToObj(position -> String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        sample.tokens().get(position),
                        sample.distances().get(position)))
                .collect(Collectors.joining("  "));
    }

    @Override
    public Page page() {
        double epsilon = data.settings().epsilon();
        return Page.titled("Distances from %s at %s of %s".formatted(data.site(), data.positionName(), data.query()))
                .and(grid(epsilon))
                .note(
                        "D: %s distance at the marked token, which is %s; bars: D from 0 to 0.5. D at every token: the nearer, the bluer, with no colour from %s = 2 ε on."
                                .formatted(
                                        data.settings().metric().label(),
                                        data.settings().match().equals(SamplingSettings.BEST)
                                                ? "the closest of the input"
                                                : "at " + data.settings().match(),
                                        Numbers.plain(2 * epsilon)));
    }

    private Grid grid(double epsilon) {
        List<Cell> header = List.of(
                Cell.number("D"),
                Cell.of(""),
                Cell.of("inside"),
                Cell.of("input"),
                Cell.of("matched"),
                Cell.of("D at every token"),
                Cell.of(""));
        return new Grid(
                header,
                data.inputs().stream()
                        .map(sample -> new Row(cells(sample, epsilon), sample.inside() ? "in" : "out", ""))
                        .toList());
    }

    private static List<Cell> cells(Sample sample, double epsilon) {
        return List.of(
                Cell.number(Numbers.measured(sample.distance())),
                SampleCells.bar(sample.distance()),
                Cell.of(sample.inside() ? "inside ε" : "outside"),
                Cell.of(sample.text()),
                Cell.of(sample.matchedName()),
                Cell.of(SampleCells.byDistance(sample, epsilon)),
                Cell.of(sample.wellFormed() ? "" : "not an input of the task"));
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("site", data.site());
        summary.put("position", data.positionName());
        summary.put("query", data.query());
        data.inputs().forEach(input -> summary.put(input.text(), input.distance()));
        return summary;
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(data.provenance());
    }

    @Override
    public String schema() {
        return "inversionview/distances/1";
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
