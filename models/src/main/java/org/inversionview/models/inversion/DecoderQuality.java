package org.inversionview.models.inversion;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How good a decoder was found to be on held-out queries, one sample a query.
 *
 * @param epsilon at which samples count as inside, best position
 * @param metric of the distance
 * @param schedule of the samples; usually the activation as it is, at temperature 1
 * @param queries a site
 * @param seed of the queries and samples
 * @param sites in the model's order
 */
public record DecoderQuality(
        double epsilon, Distance metric, SamplingSchedule schedule, int queries, long seed, List<Site> sites) {

    /** Standard normal quantile of a two-sided 95 % interval. */
    private static final double Z95 = 1.959964;

    public DecoderQuality {
        sites = List.copyOf(sites);
    }

    /**
     * One site's quality.
     *
     * @param name short name of the site
     * @param byKind the in-preimage rate by kind of the query's position: its name, or its number where it has none
     * @param wellFormed how many of the samples are inputs of the task with the right answer
     * @param distinct mean share of distinct inputs among several samples of one query, from 0 to 1; NaN if not measured
     */
    public record Site(String name, Map<String, Proportion> byKind, Proportion wellFormed, double distinct) {

        public Site {
            byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
        }

        /** Returns the in-preimage rate over all positions. */
        public Proportion inside() {
            return byKind.values().stream().reduce(new Proportion(0, 0), Proportion::plus);
        }
    }

    /** Returns the mean over the sites of their in-preimage rates, from 0 to 1. */
    public double mean() {
        return sites.stream()
                .mapToDouble(site -> site.inside().value())
                .average()
                .orElse(Double.NaN);
    }

    /** Returns half the width of the mean's 95 % confidence interval. */
    public double margin() {
        double variance = sites.stream()
                .map(Site::inside)
                .mapToDouble(rate -> rate.value() * (1 - rate.value()) / rate.trials())
                .sum();
        return Z95 * Math.sqrt(variance) / sites.size();
    }

    /** Returns the site with the lowest in-preimage rate. */
    public Site weakest() {
        return sites.stream()
                .min(Comparator.comparingDouble(site -> site.inside().value()))
                .orElseThrow();
    }

    /** Returns the in-preimage rate by kind of position, over all sites. */
    public Map<String, Proportion> byKind() {
        Map<String, Proportion> all = new LinkedHashMap<>();
        sites.forEach(site -> site.byKind().forEach((kind, rate) -> all.merge(kind, rate, Proportion::plus)));
        return all;
    }

    /** Returns how many of all samples are well-formed. */
    public Proportion wellFormed() {
        return sites.stream().map(Site::wellFormed).reduce(new Proportion(0, 0), Proportion::plus);
    }

    /** Returns one line: mean, rates by site and by kind of position. */
    @Override
    public String toString() {
        String bySite =
                sites.stream().map(site -> entry(site.name(), site.inside())).collect(Collectors.joining(" "));
        String byKind = byKind().entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, "in-preimage rate %.3f: %s; at %s", mean(), bySite, byKind);
    }

    private static String entry(String name, Proportion rate) {
        return String.format(Locale.ROOT, "%s %.2f", name, rate.value());
    }
}
