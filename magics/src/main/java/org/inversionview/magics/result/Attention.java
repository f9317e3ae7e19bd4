package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.magics.chart.HeatMap;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.Token;
import org.inversionview.magics.view.TokenLine;
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
        implements Result {

    /** An input of more tokens shows the row asked about alone: the whole pattern grows with their square. */
    private static final int MOST_TOKENS_OF_PATTERN = 40;

    private static final int MOST_NAMED = 3;

    public Attention {
        tokens = List.copyOf(tokens);
        names = List.copyOf(names);
        pattern = pattern.stream().map(List::copyOf).toList();
    }

    /** Returns the highlighted row: position, token and weight. */
    @Override
    public Table table() {
        return Table.create(
                "attention of %s from %s".formatted(head, names.get(position)),
                StringColumn.create("position", names),
                StringColumn.create("token", tokens),
                DoubleColumn.create("weight", pattern.get(position)));
    }

    /** Returns the whole pattern as a heat map: a row a position that looks, a column one that is looked at. */
    @Override
    public HeatMapChart chart() {
        List<String> labels =
                IntStream.range(0, tokens.size()).mapToObj(this::label).toList();
        double[][] values = pattern.stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        return HeatMap.share(labels, labels, values);
    }

    private boolean isShownWhole() {
        return tokens.size() <= MOST_TOKENS_OF_PATTERN;
    }

    @Override
    public Page page() {
        Page page = Page.titled("Attention of %s from %s of %s".formatted(head, names.get(position), query))
                .and(new TokenLine("", coloured()))
                .note("The marked token looks at the coloured ones; hover for the weight. Most of it goes to %s."
                        .formatted(strongest()));
        return isShownWhole()
                ? page.note("The whole pattern: a row a position that looks, a column one that is looked at.")
                        .and(new Figure(
                                chart(),
                                "Heat map of the pattern: a row a position that looks, a column one that is looked at"))
                : page.note(
                        "The whole pattern is shown of inputs of up to %s tokens, and this one has %s; pattern() has it, and chart() draws it."
                                .formatted(MOST_TOKENS_OF_PATTERN, tokens.size()));
    }

    private List<Token> coloured() {
        List<Token> coloured = new ArrayList<>();
        for (int to = 0; to < tokens.size(); to++) {
            double weight = pattern.get(position).get(to);
            coloured.add(new Token(
                    tokens.get(to),
                    weight,
                    to == position,
                    String.format(Locale.ROOT, "%s · weight %.3f", names.get(to), weight)));
        }
        return coloured;
    }

    private String strongest() {
        List<Double> weights = pattern.get(position);
        return IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparingDouble(to -> -weights.get(to)))
                .limit(MOST_NAMED)
                .map(to -> String.format(Locale.ROOT, "%s (%.2f)", label(to), weights.get(to)))
                .collect(Collectors.joining(", "));
    }

    private String label(int at) {
        return names.get(at).equals(tokens.get(at)) ? tokens.get(at) : names.get(at) + " " + tokens.get(at);
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("head", head);
        summary.put("from", names.get(position));
        summary.put("query", query);
        summary.put("looks at", strongest());
        return summary;
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
    }

    @Override
    public String schema() {
        return "inversionview/attention/2";
    }

    /** All components; of a long input the row asked about in place of the whole pattern. */
    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("query", query);
        json.put("tokens", tokens);
        json.put("names", names);
        json.put("head", head);
        json.put("position", position);
        json.put("weights", pattern.get(position));
        if (isShownWhole()) {
            json.put("pattern", pattern);
        }
        json.put("provenance", provenance);
        return json;
    }

    @Override
    public String toString() {
        return page().text();
    }
}
