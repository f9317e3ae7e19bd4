package org.inversionview.kernel.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Devices;
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

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu0",
            defaultValue = "cpu",
            description = "Where both compute; ${DEFAULT-VALUE} if not given.")
    private String device = "";

    /** Says in one line what is out of range; tells our engine its threads, before it starts. */
    void require() {
        require("rounds", rounds, 1, MOST);
        require("threads", threads, 1, MOST);
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        requireDevice(device);
    }

    /** Returns {@code cpu} or {@code gpu0}, whichever the name means; says in one line if there is no such device. */
    static String requireDevice(String name) {
        try {
            return Devices.resolved(name);
        } catch (InvalidRequestException e) {
            throw new UserMistake("--device=%s: %s".formatted(name, e.allowed()));
        }
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

    /** Returns where to compute: {@code auto}, {@code cpu} or {@code gpu0}. */
    String device() {
        return device;
    }

    /** Returns the same as PyTorch calls it: {@code cpu} or {@code cuda:0}. */
    String peersDevice() {
        return requireDevice(device).replace("gpu", "cuda:");
    }

    /** Returns what the peer's script is called with; it is told the device where that is not the CPU. */
    List<String> peersArguments(Path script, String task, int runs) {
        List<String> arguments = new ArrayList<>(
                List.of(script.toString(), task, "--threads", String.valueOf(threads), "--runs", String.valueOf(runs)));
        if (!peersDevice().equals("cpu")) {
            arguments.addAll(List.of("--device", peersDevice()));
        }
        return arguments;
    }
}
