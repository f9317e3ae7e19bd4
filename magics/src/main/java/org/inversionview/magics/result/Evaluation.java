package org.inversionview.magics.result;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.inversion.CoverageBySite;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %evaluate} returns: how good a decoder is.
 *
 * @param quality every number
 * @param coverage how much of preimages it finds, where that was asked for
 * @param of how many sites were asked for: more than were measured while it runs, or if it was interrupted
 * @param provenance model, weights, device and versions
 */
public record Evaluation(DecoderQuality quality, Optional<CoverageBySite> coverage, int of, Provenance provenance)
        implements Result {

    private static final MeanShare UNKNOWN = new MeanShare(0, Double.NaN, 0, 1);

    /** Returns one of so many sites of which none is measured. */
    public static Evaluation begun(int of, Provenance provenance) {
        return new Evaluation(
                new DecoderQuality(0, Distance.EUCLIDEAN, SamplingSchedule.PLAIN, 0, 0, List.of()),
                Optional.empty(),
                of,
                provenance);
    }

    /** Returns the same with what was measured. */
    public Evaluation with(DecoderQuality measured) {
        return new Evaluation(measured, coverage, of, provenance);
    }

    /** Returns the same with a coverage, or without. */
    public Evaluation with(Optional<CoverageBySite> measured) {
        return new Evaluation(quality, measured, of, provenance);
    }

    /**
     * Returns a row a site: site, in-preimage rate, low and high end of its 95 % interval, the rate at each kind of
     * position, the share of well-formed samples, and of distinct ones among several of one query.
     */
    @Override
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

    /**
     * Returns a row a site of which it was measured how much of preimages the decoder finds: site, coverage, low and high end of
     * its 95 % interval, and the coverage at each kind of position.
     */
    public Table coverageTable() {
        List<CoverageBySite.Site> sites =
                coverage.stream().flatMap(measured -> measured.sites().stream()).toList();
        Table table = Table.create(
                "coverage",
                Columns.texts("site", sites, CoverageBySite.Site::name),
                Columns.numbers("coverage", sites, site -> site.coverage().value()),
                Columns.numbers("low", sites, site -> site.coverage().low()),
                Columns.numbers("high", sites, site -> site.coverage().high()));
        Set<String> kinds = new LinkedHashSet<>();
        sites.forEach(site -> kinds.addAll(site.byKind().keySet()));
        for (String kind : kinds) {
            table.addColumns(Columns.numbers(
                    "at " + kind,
                    sites,
                    site -> site.byKind().getOrDefault(kind, UNKNOWN).value()));
        }
        return table;
    }

    /** Returns the rates as bars with their intervals. */
    @Override
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
        Page rates = page.line(String.format(
                        Locale.ROOT,
                        "Mean in-preimage rate over %s sites: %.3f ± %.3f (%s, ε = %s%s, %,d held-out queries a site, seed %s).",
                        quality.sites().size(),
                        quality.mean(),
                        quality.margin(),
                        drawn(),
                        Numbers.plain(quality.epsilon()),
                        quality.metric() == Distance.EUCLIDEAN ? "" : " by " + quality.metric(),
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
                        "rate: share of samples in the ε-preimage of a held-out query, one sample a query; low and high end its"
                                + " 95 % interval (Wilson). well-formed: samples that are inputs of the task with the right answer."
                                + " distinct: share of distinct inputs among several samples of one query.")
                .and(new Figure(chart(), "In-preimage rate of every site, with 95 % intervals"));
        return coverage.filter(measured -> !measured.sites().isEmpty())
                .map(measured -> covered(rates, measured))
                .orElse(rates);
    }

    private String drawn() {
        return quality.schedule().equals(SamplingSchedule.PLAIN) ? "T = 1" : "schedule " + quality.schedule();
    }

    private Page covered(Page page, CoverageBySite measured) {
        SamplingSettings sampling = measured.settings().sampling();
        int unknown =
                measured.sites().stream().mapToInt(CoverageBySite.Site::unknown).sum();
        return page.line(String.format(
                        Locale.ROOT,
                        "%,d proposals find %.3f of a preimage, mean over %d sites%s%s.",
                        sampling.proposals(),
                        measured.mean(),
                        measured.sites().size(),
                        Double.isNaN(measured.ceiling())
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " (as many draws from the preimages themselves would find %.3f)",
                                        measured.ceiling()),
                        measured.weakest()
                                .map(site -> String.format(
                                        Locale.ROOT,
                                        "; lowest: %s, %.3f (%.3f to %.3f)",
                                        site.name(),
                                        site.coverage().value(),
                                        site.coverage().low(),
                                        site.coverage().high()))
                                .orElse("")))
                .line(
                        measured.sites().size() < of
                                ? "%s of %s sites so far."
                                        .formatted(measured.sites().size(), of)
                                : "")
                .and(Grid.of(coverageTable()))
                .note(String.format(
                        Locale.ROOT,
                        "coverage: the chance that the proposals (schedule %s) contain a member of the ε-preimage, mean over members among %,d inputs of the task (%d of each preimage at most), then over held-out queries, at each kind of position in turn; low and high end its 95 %% interval (bootstrap over queries).%s",
                        sampling.schedule(),
                        measured.measured(),
                        measured.settings().members(),
                        unknown == 0
                                ? ""
                                : " Left out: %s queries of whose preimages no member was found.".formatted(unknown)));
    }

    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("quality", quality);
        json.put("of", of);
        json.put("provenance", provenance);
        coverage.ifPresent(measured -> json.put("coverage", measured));
        return json;
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
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
