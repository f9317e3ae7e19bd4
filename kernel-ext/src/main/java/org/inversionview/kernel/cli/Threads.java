package org.inversionview.kernel.cli;

import org.inversionview.kernel.UserMistake;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads compute. */
final class Threads {

    private static final int MOST = 1_024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of PyTorch; all cores if not given. The same number gives the same weights")
    private @Nullable Integer threads;

    /**
     * Tells the engine, which must not have started yet.
     *
     * @throws UserMistake if there can be no such number of threads
     */
    void apply() {
        if (threads != null && (threads < 1 || threads > MOST)) {
            throw new UserMistake("--threads %s: from 1 to %s threads can compute; this machine has %s cores"
                    .formatted(threads, MOST, Runtime.getRuntime().availableProcessors()));
        }
        if (threads != null) {
            System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        }
    }
}
