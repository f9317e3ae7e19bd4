package org.inversionview.models.engine;

import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Some of the items of a piece of work, worked on together.
 *
 * @param from index of the first of them among all items
 * @param items at least one, in their order
 * @param heard hears which share of this batch is done, from 0 to 1, where its work has steps of its own
 * @param <T> of the items
 */
public record Batch<T>(int from, List<T> items, DoubleConsumer heard) {

    public int size() {
        return items.size();
    }
}
