package org.inversionview.kernel.bench;

import java.util.Locale;
import org.inversionview.kernel.UserMistake;
import picocli.CommandLine.Option;

/** How both take turns. */
final class TurnOptions {

    static final int MOST = 1_000;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "/usr/bin/python3",
            description = "A Python that has torch and numpy; ${DEFAULT-VALUE} if not given.")
    private String python = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often both take turns; ${DEFAULT-VALUE} if not given.")
    private int rounds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads of both; ${DEFAULT-VALUE} if not given.")
    private int threads;

    /** Says in one line what is out of range. */
    void require() {
        require("rounds", rounds, 1, MOST);
        require("threads", threads, 1, MOST);
    }

    static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UserMistake(
                    String.format(Locale.ROOT, "--%s=%s: it must be from %,d to %,d", name, value, least, most));
        }
    }

    String python() {
        return python;
    }

    int rounds() {
        return rounds;
    }

    int threads() {
        return threads;
    }
}
