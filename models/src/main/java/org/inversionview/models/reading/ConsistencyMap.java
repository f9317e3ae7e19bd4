package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;

/**
 * The consistency of features at many sites and positions. Plain values.
 *
 * @param provenance model, weights, device and versions
 * @param settings how it was measured
 * @param source of the members
 * @param inputs how many unsteered inputs the base rates are of, duplicates counted
 * @param cells one a site and position: those that were measured before an interrupt
 * @param asked how many cells there were to be
 * @param seconds how long it took
 */
public record ConsistencyMap(
        Provenance provenance,
        ConsistencySettings settings,
        Source source,
        int inputs,
        List<Consistency> cells,
        int asked,
        double seconds) {

    /** Tests that are wrong, at most, among those that are taken for right. */
    private static final double FALSE_DISCOVERIES = 0.05;

    /**
     * A feature at a site and position.
     *
     * @param adjusted p of its margin, corrected for the number of tests in the map (Benjamini and Hochberg 1995)
     */
    public record Row(Consistency cell, Consistency.Rate rate, double adjusted) {

        /** Returns whether the feature is consistent beyond chance. */
        public boolean isAboveChance() {
            return adjusted <= FALSE_DISCOVERIES;
        }
    }

    public ConsistencyMap {
        cells = List.copyOf(cells);
    }

    /** Returns the features that are consistent beyond chance, those first that say most. */
    public List<Row> readings() {
        return rows().stream()
                .filter(Row::isAboveChance)
                .sorted(Comparator.comparingDouble(row -> -row.rate().bits()))
                .toList();
    }

    /** Returns every feature of every cell, in their order. */
    public List<Row> rows() {
        double[] adjusted = ExactTest.adjusted(cells.stream()
                .flatMap(cell -> cell.features().stream())
                .mapToDouble(rate -> rate.margin().p())
                .toArray());
        List<Row> rows = new ArrayList<>();
        for (Consistency cell : cells) {
            for (Consistency.Rate rate : cell.features()) {
                rows.add(new Row(cell, rate, adjusted[rows.size()]));
            }
        }
        return rows;
    }
}
