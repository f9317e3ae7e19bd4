package org.inversionview.magics;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inversionview.magics.chart.RateChart;
import org.inversionview.magics.table.Columns;
import org.inversionview.magics.view.EvaluationView;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * How good a decoder is, as {@code %evaluate} returns it.
 *
 * @param quality every number
 * @param of how many sites were asked for: more than were measured while it runs, or if it was interrupted
 * @param provenance model, weights, device and versions
 */
public record Evaluation(DecoderQuality quality, int of, Provenance provenance) implements View {

    /**
     * Returns a row a site: site, in-preimage rate, low and high end of its 95 % interval, the rate at each kind of
     * position, the share of well-formed samples, and of distinct ones among several of one query.
     */
    public Table table() {
        List<DecoderQuality.Site> sites = quality.sites();
        Table table = Table.create(
                "in-preimage rates",
                Columns.texts("site", sites, DecoderQuality.Site::name),
                Columns.numbers("rate", sites, site -> site.inside().value()),
                Columns.numbers("low", sites, site -> site.inside().low()),
                Columns.numbers("high", sites, site -> site.inside().high()));
        Set<String> kinds = new LinkedHashSet<>(quality.byKind().keySet());
        for (String kind : kinds) {
            table.addColumns(Columns.numbers(
                    "at " + kind,
                    sites,
                    site -> site.byKind()
                            .getOrDefault(kind, new Proportion(0, 0))
                            .value()));
        }
        return table.addColumns(
                Columns.numbers("well-formed", sites, site -> site.wellFormed().value()),
                Columns.numbers("distinct", sites, DecoderQuality.Site::distinct));
    }

    /** Returns the rates as bars with their intervals. */
    public CategoryChart chart() {
        return RateChart.of(quality);
    }

    /** Returns the rate by kind of position, over all sites. */
    public Map<String, Proportion> byPosition() {
        return quality.byKind();
    }

    /** Returns the mean over the sites of their in-preimage rates, from 0 to 1. */
    public double mean() {
        return quality.mean();
    }

    @Override
    public MimeBundle bundle() {
        return EvaluationView.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
