package org.inversionview.models.engine;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts work into batches that fit into memory. */
public final class Batches {

    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

    private Batches() {}

    /**
     * Work on some of the items.
     *
     * @param <T> of the items
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Does it; may be asked again for a part of the same items after it ran out of memory.
         *
         * @param from index of the first of the items
         */
        void on(int from, List<T> items);
    }

    /**
     * Does the work batch by batch, in order. Where the device's memory is full, the batch is halved, and the rest goes on
     * in batches of that size.
     *
     * @param atOnce how many items a batch has at most, from 1
     */
    public static <T> void forEach(List<T> items, int atOnce, Work<T> work) {
        int size = atOnce;
        int from = 0;
        while (from < items.size()) {
            int to = Math.min(items.size(), from + size);
            try {
                work.on(from, items.subList(from, to));
                from = to;
            } catch (EngineException e) {
                if (!isOutOfMemory(e) || to - from == 1) {
                    throw e;
                }
                size = (to - from) / 2;
                LOG.warn("out of memory with {} inputs at once: going on with {}", to - from, size);
            }
        }
    }

    private static boolean isOutOfMemory(EngineException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }
}
