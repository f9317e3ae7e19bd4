package org.inversionview.models.engine;

import ai.djl.Device;

/**
 * How much native memory one batch of work may take: the only place that knows it.
 *
 * @param bytes from 1
 */
public record MemoryBudget(long bytes) {

    private static final MemoryBudget OF_CPU = new MemoryBudget(640L << 20);
    private static final MemoryBudget OF_GPU = new MemoryBudget(2L << 30);

    /** More items at once are no faster, however small they are. */
    private static final int MOST_ITEMS = 4096;

    public MemoryBudget {
        if (bytes < 1) {
            throw new IllegalArgumentException("%s bytes: at least one is needed".formatted(bytes));
        }
    }

    /** Returns what a batch may take on a device. */
    public static MemoryBudget of(Device device) {
        return device.isGpu() ? OF_GPU : OF_CPU;
    }

    /** Returns how many items of a size in bytes fit, from 1 to 4,096. */
    public int items(long bytesEach) {
        return (int) Math.max(1, Math.min(MOST_ITEMS, bytes / Math.max(1, bytesEach)));
    }
}
