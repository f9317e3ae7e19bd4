package org.inversionview.models.inversion;

import java.util.List;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;

/**
 * What the same search finds for another activation than the query's: what it finds of a preimage says something of the
 * activation only where controls find less, or something else.
 *
 * @param share of the inputs found, those with D ≤ ε from the activation that was searched for; of the prior, from the query's
 * @param distinctInside how many distinct ones
 * @param histogram of the distances
 */
public record Control(Kind kind, Proportion share, int distinctInside, List<Bin> histogram) {

    /** Which activation was searched for. */
    public enum Kind {
        /** That of BOS at the same site, which holds nothing of the input. */
        BOS,
        /** A random direction, as long as the query activation. */
        RANDOM,
        /** That of another random input, at the position of the same name. */
        ANOTHER_INPUT,
        /** The query's, among inputs that the decoder proposes for BOS: what it finds without knowing the activation. */
        PRIOR
    }

    public Control {
        histogram = List.copyOf(histogram);
    }
}
