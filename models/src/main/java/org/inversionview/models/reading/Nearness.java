package org.inversionview.models.reading;

import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Distance;

/**
 * What counts as near a query activation.
 *
 * @param epsilon largest distance inside, above 0
 * @param match {@code best}, or the position at which every input is compared
 */
public record Nearness(double epsilon, Distance metric, String match) {

    public Nearness {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new InvalidRequestException("epsilon", epsilon, "it must be above 0");
        }
    }
}
