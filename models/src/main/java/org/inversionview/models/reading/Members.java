package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;

/** Finds members of ε-preimages, whose features are then compared with the query's. */
interface Members {

    /**
     * A query among unsteered inputs.
     *
     * @param index of the input
     * @param position the query position
     */
    record Asked(Neighbours neighbours, int index, int position) {}

    /**
     * What was found for one query, the query itself left out.
     *
     * @param inside members, duplicates counted
     * @param agreeing how many of them have the query's value, by feature
     * @param example one of them as text; empty where there is none
     */
    record Found(int inside, int[] agreeing, String example) {}

    /** Finds members of one query's preimage. */
    Found of(Asked query, Standing standing, List<FeatureValues> features);
}
