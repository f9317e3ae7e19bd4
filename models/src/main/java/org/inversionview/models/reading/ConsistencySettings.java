package org.inversionview.models.reading;

import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Nearness;

/**
 * How the consistency of features is measured.
 *
 * @param near what counts as inside
 * @param queries of each site and position, from 1 to 100,000
 * @param seed by which queries are chosen
 */
public record ConsistencySettings(Nearness near, int queries, long seed) {

    private static final int MOST = 100_000;

    public ConsistencySettings {
        if (queries < 1 || queries > MOST) {
            throw new InvalidRequestException("number of queries", queries, "it must be from 1 to " + MOST);
        }
    }
}
