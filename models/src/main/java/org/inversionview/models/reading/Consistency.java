package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.inversion.MeanShare;

/**
 * How consistent features are inside the ε-preimages of one activation site's queries. Plain values.
 *
 * @param site short name of the activation site
 * @param position name of the query position
 * @param asked how many queries were asked for
 * @param queries how many were measured; fewer where an interrupt came before
 * @param alone how many of them have no other input inside ε: they say nothing of any feature
 * @param inside draws inside ε a query, in the mean over those that are not alone; NaN if all are
 * @param features in the task's order
 */
public record Consistency(
        String site, String position, int asked, int queries, int alone, double inside, List<Rate> features) {

    /**
     * A feature's rate.
     *
     * @param feature its name
     * @param rate feature consistency rate: mean over queries of the share of the other inputs inside ε that have the query's
     *     value, with its bootstrap interval over queries; two more shares,
     *     0 and 1, widen it, so that it is no test against a small base
     * @param base mean over the same queries of the share of all inputs that have the query's value
     */
    public record Rate(String feature, MeanShare rate, double base) {

        /** Returns how many times more often inputs inside have the query's value than inputs of the task have it. */
        public double lift() {
            return rate.value() / base;
        }

        /**
         * Returns how much of what chance leaves open is explained: 0 as often as chance, 1 always, below 0 less often; NaN where
         * nothing is left open.
         */
        public double aboveChance() {
            return base < 1 ? (rate.value() - base) / (1 - base) : Double.NaN;
        }
    }

    public Consistency {
        features = List.copyOf(features);
    }
}
