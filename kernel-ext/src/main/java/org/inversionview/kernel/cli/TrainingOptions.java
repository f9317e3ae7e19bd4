package org.inversionview.kernel.cli;

import java.util.OptionalDouble;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every training has; what is not given is the recipe's own. */
final class TrainingOptions {

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps.")
    private @Nullable Long steps;

    @Option(
            names = "--minutes",
            paramLabel = "X",
            description = "As many steps as fit into this time, found by trying; instead of --steps.")
    private @Nullable Double minutes;

    @Option(names = "--batch", paramLabel = "N", description = "Inputs a step.")
    private @Nullable Integer batch;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Peak rate of AdamW.")
    private @Nullable Double rate;

    @Option(
            names = "--matrix-rate",
            paramLabel = "X",
            description = "Peak rate of Muon, which trains the hidden matrices; 0 leaves a probed model's to AdamW.")
    private @Nullable Double matrixRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Decoupled weight decay.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu0",
            defaultValue = "auto",
            description = "Where to compute; ${DEFAULT-VALUE} if not given.")
    private String device = "";

    @Option(names = "--seed", paramLabel = "N", description = "Of every random choice.")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of PyTorch; all cores if not given. The same number gives the same weights.")
    private @Nullable Integer threads;

    /** Returns where to compute. */
    String device() {
        return device;
    }

    /** Returns for how long to train, where that was said. */
    OptionalDouble minutes() {
        if (minutes != null && steps != null) {
            throw new UserMistake("--minutes %s and --steps %d: give one of them".formatted(minutes, steps));
        }
        return minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes);
    }

    /** Returns the recipe's plan with what was given put in; call it before the engine starts. */
    TrainingPlan over(TrainingPlan usual) {
        if (threads != null) {
            System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        }
        return new TrainingPlan(
                steps == null ? usual.steps() : steps,
                batch == null ? usual.batch() : batch,
                usual.warmUp(),
                matrixRate == null ? usual.matrixRate() : matrixRate,
                rate == null ? usual.otherRate() : rate,
                usual.floor(),
                weightDecay == null ? usual.weightDecay() : weightDecay,
                usual.clip(),
                usual.averaging(),
                seed == null ? usual.seed() : seed);
    }
}
