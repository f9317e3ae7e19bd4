package org.inversionview.models.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Where rows are kept. For any number of threads. */
public interface SweepStore {

    /** Returns the names of the items whose rows are kept. */
    Set<String> finished() throws IOException;

    /** Keeps all rows of an item, or where that fails none. */
    void keep(WorkItem item, List<SweepRow> rows) throws IOException;
}
