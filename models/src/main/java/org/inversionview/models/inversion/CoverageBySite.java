package org.inversionview.models.inversion;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of an ε-preimage a decoder finds, at every site and kind of position: means over held-out queries.
 *
 * @param settings how each query's coverage was measured
 * @param measured inputs of the task among which each preimage's members were looked for, duplicates counted
 * @param seed of queries, draws and proposals
 * @param sites in the model's order
 */
public record CoverageBySite(CoverageSettings settings, int measured, long seed, List<Site> sites) {

    public CoverageBySite {
        sites = List.copyOf(sites);
    }

    /**
     * What was measured at one site.
     *
     * @param name short name of the site
     * @param coverage mean over the queries, each kind of position as often
     * @param byKind mean by kind of position; only kinds of which something is known
     * @param ceilings by kind of position, mean of what as many draws from the preimage itself would find; NaN where the task
     *     does not list its inputs
     * @param unknown how many queries had no member among the measured inputs, so that nothing is known of them
     */
    public record Site(
            String name, MeanShare coverage, Map<String, MeanShare> byKind, Map<String, Double> ceilings, int unknown) {

        public Site {
            byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
            ceilings = Collections.unmodifiableMap(new LinkedHashMap<>(ceilings));
        }
    }

    /** Returns the mean of the ceilings, each kind of position at each site alike; NaN where they are not known. */
    public double ceiling() {
        return sites.stream()
                .flatMap(site -> site.ceilings().values().stream())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the mean over the sites of which something is known; NaN where there is none. */
    public double mean() {
        return sites.stream()
                .mapToDouble(site -> site.coverage().value())
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the site with the lowest coverage, if anything is known of any. */
    public Optional<Site> weakest() {
        return sites.stream()
                .filter(site -> site.coverage().count() > 0)
                .min(Comparator.comparingDouble(site -> site.coverage().value()));
    }
}
