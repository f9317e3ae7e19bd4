package org.inversionview.magics.result;

import org.inversionview.magics.view.Numbers;

/**
 * How much of a preimage the decoder finds, as it was measured before.
 *
 * @param share from 0 to 1
 * @param ceiling what as many draws from the preimage itself would find; NaN where that is not known
 * @param proposals of the decoder that find it
 * @param measured when and of what, in a few words
 */
public record KnownCoverage(double share, double ceiling, int proposals, String measured) {

    /** Returns one line, and where the share is low a warning after it. */
    String line() {
        return "%s proposals find %s of the preimage, %s (%%coverage measures it)%s. %s"
                .formatted(
                        Numbers.count(proposals),
                        Numbers.percent(share),
                        measured,
                        Double.isNaN(ceiling)
                                ? ""
                                : "; as many draws from the preimage itself would find " + Numbers.percent(ceiling),
                        CoverageWords.warning(share, ceiling))
                .strip();
    }
}
