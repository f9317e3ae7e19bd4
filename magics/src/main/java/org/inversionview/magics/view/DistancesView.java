package org.inversionview.magics.view;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.magics.table.SampleTable;
import org.inversionview.models.inversion.MeasuredInputs;
import org.inversionview.models.inversion.Sample;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far inputs of the user's own lie from a query activation.
 *
 * @param data every number, as plain Java values
 */
public record DistancesView(MeasuredInputs data) implements View {

    public static final String SCHEMA = "inversionview/distances/1";

    /** Returns the inputs in the order given: the columns of a preimage's table, and D at every position. */
    public Table table() {
        Table table = SampleTable.of("distances", data.inputs());
        table.removeColumns("count");
        return table.addColumns(
                StringColumn.create("D at every token", data.inputs().stream().map(DistancesView::perToken)));
    }

    private static String perToken(Sample sample) {
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
    public MimeBundle bundle() {
        String title = "Distances from %s at %s of %s".formatted(data.site(), data.positionName(), data.query());
        String note = "%s distance, ε = %s, match %s"
                .formatted(
                        data.settings().metric().label(),
                        PreimageView.plain(data.settings().epsilon()),
                        data.settings().match());
        return new Page(title, List.of(), table(), note).bundle(SCHEMA, data);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
