package org.inversionview.magics;

import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.magics.chart.HeatMap;
import org.inversionview.magics.view.AttentionView;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.HeatMapChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %attention} returns: where a head looks in one input.
 *
 * @param query the input as text
 * @param tokens its tokens
 * @param names of its positions, as the task calls them
 * @param head short name, such as {@code a1.3}
 * @param position from which the highlighted row looks, 0 = BOS
 * @param pattern weights, [from position][to position]; rows sum to 1
 * @param provenance model, weights, device and versions
 */
public record Attention(
        String query,
        List<String> tokens,
        List<String> names,
        String head,
        int position,
        List<List<Double>> pattern,
        Provenance provenance)
        implements View {

    public Attention {
        tokens = List.copyOf(tokens);
        names = List.copyOf(names);
        pattern = List.copyOf(pattern);
    }

    /** Returns the highlighted row: position, token and weight. */
    public Table table() {
        return Table.create(
                "attention of %s from %s".formatted(head, names.get(position)),
                StringColumn.create("position", names),
                StringColumn.create("token", tokens),
                DoubleColumn.create("weight", pattern.get(position)));
    }

    /** Returns the whole pattern as a heat map: a row a position that looks, a column one that is looked at. */
    public HeatMapChart chart() {
        List<String> labels = IntStream.range(0, tokens.size())
                .mapToObj(position -> names.get(position).equals(tokens.get(position))
                        ? tokens.get(position)
                        : names.get(position) + " " + tokens.get(position))
                .toList();
        double[][] values = pattern.stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        return HeatMap.share(labels, labels, values);
    }

    @Override
    public MimeBundle bundle() {
        return AttentionView.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
