package org.inversionview.models.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inversionview.models.OneLine;

/**
 * What was measured at one site and position. Plain values, the same for the same plan.
 *
 * @param item name of the item that it comes from
 * @param site short name of the activation site
 * @param position as it was asked for
 * @param query the query input as text; empty of a measure over many
 * @param feature whose consistency it is; empty of other measures
 * @param example another input inside ε; empty where there is none
 * @param values by name, those of {@link Measure#columns}; none of a row that failed
 * @param error what went wrong, in one line; empty where nothing did
 */
public record SweepRow(
        String item,
        Measure measure,
        String site,
        String position,
        String query,
        String feature,
        String example,
        Map<String, Double> values,
        String error) {

    public SweepRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns the row of an item that went wrong. */
    public static SweepRow failed(WorkItem item, String why) {
        return failed(item, "", "", why);
    }

    /** As above, at one position; the query may be empty. */
    static SweepRow failed(WorkItem item, String position, String query, String why) {
        return new SweepRow(
                item.name(), item.measure(), item.site(), position, query, "", "", Map.of(), OneLine.of(why));
    }

    /** Returns the number of that name; NaN where the row has none. */
    public double value(String column) {
        return values.getOrDefault(column, Double.NaN);
    }

    /** Returns whether there is nothing but an error. */
    public boolean isFailed() {
        return !error.isEmpty();
    }
}
