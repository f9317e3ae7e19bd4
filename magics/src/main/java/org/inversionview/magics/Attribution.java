package org.inversionview.magics;

import java.util.ArrayList;
import java.util.Collections;
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
 * @param show how many top and bottom tokens to show
 * @param provenance model, weights, device and versions
 */
public record Attribution(LogitAttribution data, int show, Provenance provenance) implements View {

    /**
     * Returns a row a component: what it adds to the right answer's logit on average and in the query, and the tokens whose
     * logits it raises and lowers most in the query.
     */
    public Table table() {
        List<Component> components = data.components();
        return Table.create(
                "direct logit attribution",
                Columns.texts("component", components, Component::name),
                Columns.numbers("right answer", components, one -> one.average().mean()),
                Columns.numbers("low", components, one -> one.average().low()),
                Columns.numbers("high", components, one -> one.average().high()),
                Columns.numbers("in the query", components, Component::rightAnswer),
                Columns.texts("raises", components, one -> words(highest(one.tokens()))),
                Columns.texts("lowers", components, one -> words(lowest(one.tokens()))));
    }

    private List<TokenLogit> highest(List<TokenLogit> tokens) {
        return tokens.subList(0, Math.min(show, tokens.size()));
    }

    private List<TokenLogit> lowest(List<TokenLogit> tokens) {
        List<TokenLogit> lowest = new ArrayList<>(tokens.subList(Math.max(0, tokens.size() - show), tokens.size()));
        Collections.reverse(lowest);
        return lowest;
    }

    private static String words(List<TokenLogit> tokens) {
        return tokens.stream()
                .map(token -> String.format(Locale.ROOT, "%s %+.1f", token.token(), token.logit()))
                .collect(Collectors.joining("  "));
    }

    /** Returns the averages as bars. */
    public CategoryChart chart() {
        EffectChart chart = new EffectChart("added to the right answer’s logit");
        chart.add("right answer", data.components(), Component::name, Component::average);
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
