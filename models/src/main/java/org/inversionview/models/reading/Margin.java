package org.inversionview.models.reading;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * By how much a feature's rate inside ε exceeds its base rate, over queries, and whether that is more than chance.
 *
 * <p>Queries are the independent units, not the inputs inside: those of one query come from the same draws. Each query is its
 * own control, as its base is that of its own value, which may be rare or common. So the differences rate − base, one a query,
 * are tested against 0 (paired t, one-sided, Student 1908). To few queries two more are added, of differences −1 and 1, as
 * Laplace's rule of succession adds a failure and a success: three queries that all agree do not show that all others do, and
 * differences without any spread would otherwise show everything. That makes the test conservative.
 *
 * @param mean of the differences, from −1 to 1; NaN without any
 * @param p how likely so large a mean is where rates do not differ from their bases; 1 without any
 */
public record Margin(double mean, double p) {

    private static final double[] TWO_MORE = {-1, 1};

    static Margin of(double[] rates, double[] bases) {
        double[] differences = new double[rates.length];
        Arrays.setAll(differences, query -> rates[query] - bases[query]);
        return new Margin(
                Arrays.stream(differences).average().orElse(Double.NaN),
                differences.length == 0 ? 1 : moreThanZero(differences));
    }

    private static double moreThanZero(double[] differences) {
        double[] all = DoubleStream.concat(Arrays.stream(differences), Arrays.stream(TWO_MORE))
                .toArray();
        double mean = Arrays.stream(all).average().orElseThrow();
        double squares = Arrays.stream(all).map(d -> (d - mean) * (d - mean)).sum();
        double error = Math.sqrt(squares / (all.length - 1) / all.length);
        return TDistribution.of(all.length - 1).survivalProbability(mean / error);
    }
}
