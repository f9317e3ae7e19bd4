package org.inversionview.models.sweep;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows in memory, in the order of their items' names. */
public final class HeldRows implements SweepStore {

    private final Map<String, List<SweepRow>> byItem = new TreeMap<>();

    @Override
    public synchronized Set<String> finished() {
        return Set.copyOf(byItem.keySet());
    }

    @Override
    public synchronized void keep(WorkItem item, List<SweepRow> rows) {
        byItem.put(item.name(), List.copyOf(rows));
    }

    /** Returns all rows. */
    public synchronized List<SweepRow> rows() {
        return byItem.values().stream().flatMap(List::stream).toList();
    }
}
