package org.inversionview.kernel.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads compute. */
final class Threads {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of PyTorch; all cores if not given. The same number gives the same weights")
    private @Nullable Integer threads;

    /** Tells the engine, which must not have started yet. */
    void apply() {
        if (threads != null) {
            System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        }
    }
}
