package org.inversionview.models.sweep;

import java.util.List;

/** One measure of items. */
interface Measurement {

    /** Returns an item's rows; those of an interrupted thread are of no use. */
    List<SweepRow> rows(WorkItem item);
}
