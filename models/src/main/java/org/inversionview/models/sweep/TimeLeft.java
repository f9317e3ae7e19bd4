package org.inversionview.models.sweep;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much of a sweep is done, by what its items cost: seconds of those that are done say what one of the same measure will take
 * a query; of a measure of which none is done yet, those of all say it. For one thread at a time.
 */
public final class TimeLeft {

    private final Map<Measure, Work> done = new EnumMap<>(Measure.class);
    private final Map<Measure, Integer> left = new EnumMap<>(Measure.class);

    /** What some items took. */
    private record Work(int queries, double seconds) {

        static final Work NONE = new Work(0, 0);

        Work plus(Work other) {
            return new Work(queries + other.queries, seconds + other.seconds);
        }

        double each() {
            return seconds / queries;
        }
    }

    /** Begins with items that are all to be done. */
    public TimeLeft(Collection<WorkItem> items) {
        items.forEach(item -> left.merge(item.measure(), item.queries(), Integer::sum));
    }

    /** Takes note of an item that is done. */
    public void done(WorkItem item, double seconds) {
        left.merge(item.measure(), -item.queries(), Integer::sum);
        done.merge(item.measure(), new Work(item.queries(), seconds), Work::plus);
    }

    /** Returns the share of all the time that the items take which those done have taken, from 0 to 1. */
    public double share() {
        Work all = done.values().stream().reduce(Work.NONE, Work::plus);
        if (all.queries == 0) {
            return 0;
        }
        double ahead = left.entrySet().stream()
                .mapToDouble(one ->
                        one.getValue() * done.getOrDefault(one.getKey(), all).each())
                .sum();
        return all.seconds + ahead > 0 ? all.seconds / (all.seconds + ahead) : 1;
    }
}
