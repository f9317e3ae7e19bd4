package org.inversionview.magics.result;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.causal.LogitAttribution;
import org.inversionview.models.causal.LogitAttribution.Component;
import org.inversionview.models.causal.LogitAttribution.TokenLogit;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %attribute} returns: what every component writes straight into the logits.
 *
 * @param data every number
 * @param provenance model, weights, device and versions
 */
public record Attribution(LogitAttribution data, Provenance provenance) implements Result {

    private static final int MOST_SHOWN = 30;

    /**
     * Returns a row a component: what it adds to the right answer's logit on average and in the query, and the tokens whose
     * logits it raises and lowers most in the query.
     */
    @Override
    public Table table() {
        return table(data.components());
    }

    private static Table table(List<Component> components) {
        return Table.create(
                "direct logit attribution",
                Columns.texts("component", components, Component::name),
                Columns.numbers("right answer", components, one -> one.average().mean()),
                Columns.numbers("low", components, one -> one.average().low()),
                Columns.numbers("high", components, one -> one.average().high()),
                Columns.numbers("in the query", components, Component::rightAnswer),
                Columns.texts("raises", components, one -> words(one.raises())),
                Columns.texts("lowers", components, one -> words(one.lowers())));
    }

    private static String words(List<TokenLogit> tokens) {
        return tokens.stream()
                .map(token -> String.format(Locale.ROOT, "%s %+.1f", token.token(), token.logit()))
                .collect(Collectors.joining("  "));
    }

    /** The components to look at: all, or those that add most either way, in the order of the computation. */
    private List<Component> shown() {
        List<Component> components = data.components();
        List<Component> strongest = components.stream()
                .sorted(Comparator.comparingDouble(
                        one -> -Math.abs(one.average().mean())))
                .limit(MOST_SHOWN)
                .toList();
        return components.stream().filter(strongest::contains).toList();
    }

    /** Returns the averages of the components to look at as bars. */
    @Override
    public CategoryChart chart() {
        return Bars.ofEffects(
                        new IntervalBars("added to the right answer’s logit"),
                        "right answer",
                        shown(),
                        Component::name,
                        Component::average)
                .chart();
    }

    @Override
    public Page page() {
        Page page =
                Page.titled("Direct logit attribution: the output at %s of %s".formatted(data.answer(), data.query()));
        if (data.inputs() == 0) {
            return page.line("Interrupted before the first inputs were done.");
        }
        int components = data.components().size();
        String strongest = shown().size() < components
                ? "The %s that add most either way, of %s. ".formatted(shown().size(), components)
                : "";
        return page.line(String.format(
                        Locale.ROOT,
                        "What each component writes straight into the logit of the right answer, on average over %,d inputs%s; and in the query, where it is %s.",
                        data.inputs(),
                        data.inputs() < data.asked()
                                ? String.format(Locale.ROOT, " (interrupted: of %,d)", data.asked())
                                : "",
                        data.right()))
                .and(Grid.of(table(shown())))
                .note(
                        strongest
                                + "Through the final LayerNorm’s scale and the unembedding; logits less their mean over the vocabulary. All components sum to the model’s logits.")
                .and(new Figure(chart(), "What each component adds to the right answer’s logit"));
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
    }

    @Override
    public String schema() {
        return "inversionview/attribution/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
