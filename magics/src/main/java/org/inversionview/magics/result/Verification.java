package org.inversionview.magics.result;

import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/** What {@code %verify} returns: a causal test, as a table and a chart. */
public sealed interface Verification extends Result permits CumulativeVerification, PreimageVerification {

    /** Returns every number that is shown, one row a step or group. */
    Table table();

    /** Returns the effects as bars with 95 % intervals. */
    CategoryChart chart();
}
