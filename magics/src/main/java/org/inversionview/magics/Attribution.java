package org.inversionview.magics;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inversionview.magics.chart.EffectChart;
import org.inversionview.magics.table.Columns;
import org.inversionview.magics.view.CausalViews;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
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
public record Attribution(LogitAttribution data, Provenance provenance) implements View {

    private static final int MOST_SHOWN = 30;

    /**
     * Returns a row a component: what it adds to the right answer's logit on average and in the query, and the tokens whose
     * logits it raises and lowers most in the query.
     */
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

    /** Returns the rows of the components to look at: all, or those that add most either way, in the order of the computation. */
    public Table shownTable() {
        return table(shown());
    }

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
    public CategoryChart chart() {
        EffectChart chart = new EffectChart("added to the right answer’s logit");
        chart.add("right answer", shown(), Component::name, Component::average);
        return chart.chart();
    }

    @Override
    public MimeBundle bundle() {
        return CausalViews.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
