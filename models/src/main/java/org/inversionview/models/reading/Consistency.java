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
 * @param inside inputs inside ε a query, duplicates counted, in the mean over those that are not alone; NaN if all are
 * @param features in the order in which they were asked for
 */
public record Consistency(
        String site, String position, int asked, int queries, int alone, double inside, List<Rate> features) {

    /**
     * A feature's rate.
     *
     * @param feature its name
     * @param rate feature consistency rate: mean over queries of the share of the other inputs inside ε that have the query's
     *     value, with its bootstrap interval over queries
     * @param base mean over the same queries of the share of all inputs that have the query's value
     * @param margin of the rate over the base
     * @param values that most queries have, with their own rates
     */
    public record Rate(String feature, MeanShare rate, double base, Margin margin, List<OfValue> values) {

        public Rate {
            values = List.copyOf(values);
        }

        /** Returns how much so frequent an agreement says, beyond chance, in bits; see {@link Information}. */
        public double bits() {
            return Information.bits(rate.value(), base);
        }

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

    /**
     * A feature's rate over the queries that have one value of it.
     *
     * @param value as text
     * @param rate over these queries
     * @param base share of all inputs that have it
     * @param query one of them
     * @param inside another input inside its ε-preimage; empty of a decoder that proposed none
     */
    public record OfValue(String value, MeanShare rate, double base, String query, String inside) {}

    public Consistency {
        features = List.copyOf(features);
    }
}
