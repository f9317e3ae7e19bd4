package org.inversionview.magics.result;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %evaluate} returns: how good a decoder is.
 *
 * @param quality every number
 * @param of how many sites were asked for: more than were measured while it runs, or if it was interrupted
 * @param provenance model, weights, device and versions
 */
public record Evaluation(DecoderQuality quality, int of, Provenance provenance) implements Result {

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
        return Bars.ofShares(
                        IntervalBars.ofShares("in-preimage rate"),
                        "in-preimage rate",
                        quality.sites(),
                        DecoderQuality.Site::name,
                        DecoderQuality.Site::inside)
                .chart();
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
    public Page page() {
        Page page = Page.titled("Decoder of " + provenance.model());
        if (quality.sites().isEmpty()) {
            return page.line("Measuring …");
        }
        Proportion weakest = quality.weakest().inside();
        return page.line(String.format(
                        Locale.ROOT,
                        "Mean in-preimage rate over %s sites: %.3f ± %.3f (T = 1, ε = %s, %,d held-out queries a site, seed %s).",
                        quality.sites().size(),
                        quality.mean(),
                        quality.margin(),
                        Numbers.plain(quality.epsilon()),
                        quality.queries(),
                        quality.seed()))
                .line(String.format(
                        Locale.ROOT,
                        "Lowest: %s, %.3f (%.3f to %.3f). Well-formed: %.2f %% of the samples.",
                        quality.weakest().name(),
                        weakest.value(),
                        weakest.low(),
                        weakest.high(),
                        100 * quality.wellFormed().value()))
                .line(
                        quality.sites().size() < of
                                ? "%s of %s sites so far."
                                        .formatted(quality.sites().size(), of)
                                : "")
                .and(Grid.of(table()))
                .note(
                        "rate: share of samples at temperature 1 in the ε-preimage of a held-out query, one sample a query; low and high end its"
                                + " 95 % interval (Wilson). well-formed: samples that are inputs of the task with the right answer."
                                + " distinct: share of distinct inputs among several samples of one query.")
                .and(new Figure(chart(), "In-preimage rate of every site, with 95 % intervals"));
    }

    @Override
    public String schema() {
        return "inversionview/evaluation/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
