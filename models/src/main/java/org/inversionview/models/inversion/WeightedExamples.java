package org.inversionview.models.inversion;

import java.util.List;
import org.inversionview.models.decoder.ActivationExamples;

/** Examples of which some are drawn more often than others, by site and kind of position. */
public interface WeightedExamples extends ActivationExamples {

    /** Returns the kinds of positions: their names, or numbers where they have none. */
    List<String> kinds();

    /**
     * Sets how often each kind of position is drawn at each site, relative to all others.
     *
     * @param ofCells [site · kinds + kind], above 0, in the order of {@link #kinds}
     */
    void setShares(float[] ofCells);
}
