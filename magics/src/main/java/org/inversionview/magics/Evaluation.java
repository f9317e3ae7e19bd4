package org.inversionview.magics;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.inversionview.magics.chart.RateChart;
import org.inversionview.magics.view.EvaluationView;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
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
        Table table = Table.create(
                "in-preimage rates",
                StringColumn.create("site", quality.sites().stream().map(DecoderQuality.Site::name)),
                column("rate", site -> site.inside().value()),
                column("low", site -> site.inside().low()),
                column("high", site -> site.inside().high()));
        Set<String> kinds = new LinkedHashSet<>(quality.byKind().keySet());
        for (String kind : kinds) {
            table.addColumns(column(
                    "at " + kind,
                    site -> site.byKind()
                            .getOrDefault(kind, new Proportion(0, 0))
                            .value()));
        }
        return table.addColumns(
                column("well-formed", site -> site.wellFormed().value()),
                column("distinct", DecoderQuality.Site::distinct));
    }

    /** A number of a site; NaN where there is none. */
    @FunctionalInterface
    private interface Number {
        double of(DecoderQuality.Site site);
    }

    private DoubleColumn column(String name, Number number) {
        return DoubleColumn.create(
                name, quality.sites().stream().mapToDouble(number::of).toArray());
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
