package org.inversionview.magics.options;

import java.util.OptionalDouble;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every training has; what is not given is the recipe's own. */
public final class TrainingOptions {

    private static final int LAYERS = 2;

    @Option(
            names = "steps",
            paramLabel = "N",
            description = "optimiser steps; if not given, 9000 for probed, 22000 for decoder")
    private @Nullable Long steps;

    @Option(
            names = "minutes",
            paramLabel = "X",
            description = "as many steps as fit into this time, found by trying; instead of steps")
    private @Nullable Double minutes;

    @Option(
            names = "batch",
            paramLabel = "N",
            description = "inputs a step; if not given, 512 for probed, 256 for decoder")
    private @Nullable Integer batch;

    @Option(
            names = "learning-rate",
            paramLabel = "X",
            description = "AdamW's peak rate; if not given, 0.003 for probed, 0.002 for decoder")
    private @Nullable Double learningRate;

    @Option(
            names = "matrix-rate",
            paramLabel = "X",
            description =
                    "peak rate of Muon, which trains the hidden matrices; if not given, 0.0 for probed (AdamW trains them; 0.01 learns counting), 0.02 for decoder")
    private @Nullable Double matrixRate;

    @Option(
            names = "weight-decay",
            paramLabel = "X",
            description = "decoupled weight decay; if not given, 0.1 for probed, 0.01 for decoder")
    private @Nullable Double weightDecay;

    @Option(names = "seed", defaultValue = "0", paramLabel = "N", description = "of every random choice")
    private long seed;

    @Option(
            names = "device",
            defaultValue = "auto",
            paramLabel = "auto|cpu|gpu0",
            completionCandidates = Candidates.Devices.class,
            description = "where to compute")
    private String device = "auto";

    @Option(
            names = "width",
            paramLabel = "N",
            description =
                    "of the residual stream, a multiple of the heads, or of 32 for a decoder; if not given, 32 for probed, 160 for decoder")
    private @Nullable Integer width;

    @Option(names = "layers", paramLabel = "N", description = "blocks, from 1; if not given, 2")
    private @Nullable Integer layers;

    @Option(
            names = "same-token-attention",
            paramLabel = "X",
            description =
                    "has block 0 begin by attending to equal tokens and to BOS, which helps counting: the deviation of its first queries and keys, such as 0.1; 0, which is off, if not given")
    private @Nullable Double sameTokenAttention;

    /** Returns where to compute. */
    public String device() {
        return device;
    }

    /**
     * Returns for how long to train, where that was said.
     *
     * @throws InvalidRequestException if steps were given too
     */
    public OptionalDouble minutes() {
        if (minutes != null && steps != null) {
            throw new InvalidRequestException(
                    "minutes",
                    minutes,
                    "%s steps are given too, and one of the two says when it ends".formatted(steps));
        }
        return minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes);
    }

    int width(int usual) {
        return width == null ? usual : width;
    }

    int layers() {
        return layers == null ? LAYERS : layers;
    }

    double sameTokenAttention() {
        return sameTokenAttention == null ? 0 : sameTokenAttention;
    }

    /**
     * Refuses what says how a decoder is built or begins, where a language model says so.
     *
     * @param start the language model, as it was given
     */
    void refuseOwnShape(String start) {
        refuse("width", width, start);
        refuse("layers", layers, start);
        refuse("same-token attention", sameTokenAttention, start);
    }

    private static void refuse(String what, @Nullable Number given, String start) {
        if (given != null) {
            throw new InvalidRequestException(
                    what, given, "the decoder begins as %s is, with its own: leave this out".formatted(start));
        }
    }

    /** Returns the recipe's plan with what was given put in. */
    TrainingPlan over(TrainingPlan usual) {
        return new TrainingPlan(
                steps == null ? usual.steps() : steps,
                batch == null ? usual.batch() : batch,
                usual.warmUp(),
                matrixRate == null ? usual.matrixRate() : matrixRate,
                learningRate == null ? usual.otherRate() : learningRate,
                usual.floor(),
                weightDecay == null ? usual.weightDecay() : weightDecay,
                usual.clip(),
                usual.averaging(),
                seed);
    }
}
