package org.inversionview.magics.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inversionview.models.sweep.Measure;

/**
 * What one measure says of a site and position.
 *
 * @param feature of a measure of features the one that says most there; empty of others
 * @param rows that it is a mean of; failed ones are none
 * @param values by name of the column: means over queries, or the numbers of the one row
 */
public record SweepCell(
        Measure measure, String site, String position, String feature, long rows, Map<String, Double> values) {

    public SweepCell {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
