package org.inversionview.magics.result;

import java.util.List;
import org.inversionview.models.inversion.Sample;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Samples as a Tablesaw table, one row each. */
final class SampleTable {

    private SampleTable() {}

    /**
     * Returns the columns D, inside, count, matched (the position's name), at (the token there), text and well-formed.
     *
     * @param name of the table
     */
    static Table of(String name, List<Sample> samples) {
        DoubleColumn distance = DoubleColumn.create("D");
        BooleanColumn inside = BooleanColumn.create("inside");
        IntColumn count = IntColumn.create("count");
        StringColumn matched = StringColumn.create("matched");
        StringColumn at = StringColumn.create("at");
        StringColumn text = StringColumn.create("text");
        BooleanColumn wellFormed = BooleanColumn.create("well-formed");
        for (Sample sample : samples) {
            distance.append(sample.distance());
            inside.append(sample.inside());
            count.append(sample.count());
            matched.append(sample.matchedName());
            at.append(sample.matchedPosition() < 0 ? "" : sample.tokens().get(sample.matchedPosition()));
            text.append(sample.text());
            wellFormed.append(sample.wellFormed());
        }
        return Table.create(name, distance, inside, count, matched, at, text, wellFormed);
    }
}
