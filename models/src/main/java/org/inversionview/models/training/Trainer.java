package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;

/**
 * Runs a training: gradient, clipping by global norm, Muon and AdamW, averaged weights, checkpoints, progress.
 *
 * <p>A step's random choices depend on the plan's seed and the step's number only, so a resumed training goes on exactly
 * as if it had not been interrupted. {@link Thread#interrupt} ends it after the current step with a checkpoint written.
 */
public final class Trainer implements AutoCloseable {

    private static final long REPORT_MILLIS = 5_000;
    private static final long CHECKPOINT_MILLIS = 120_000;
    private static final int WARM_UP_STEPS = 5;

    private final NDManager manager;
    private final FlatParameters parameters;
    private final TrainingPlan plan;
    private final Optimizer muon;
    private final Optimizer adam;
    private final NDArray average;
    private long step;

    /**
     * Prepares a training.
     *
     * @param manager owns the parameters; closed with the trainer
     */
    public Trainer(NDManager manager, FlatParameters parameters, TrainingPlan plan) {
        this.manager = manager;
        this.parameters = parameters;
        this.plan = plan;
        this.muon = new Muon(manager, parameters, plan.matrixRate(), plan.weightDecay());
        this.adam = new AdamW(manager, parameters, parameters.matrixCount(), plan.otherRate(), plan.weightDecay());
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            this.average = manager.zeros(new Shape(parameters.count()));
            average.addi(parameters.values());
        }
    }

    /** Computes the loss of one step. */
    @FunctionalInterface
    public interface Loss {
        /**
         * Returns the mean loss, a scalar.
         *
         * @param weights the parameters by name, which live as long as the training: what is computed with one of them as the
         *     first operand does so too, unless it is moved to scratch
         * @param step the step's number, from 0
         * @param scratch the step's manager: everything computed belongs to it
         */
        NDArray of(Map<String, NDArray> weights, long step, NDManager scratch);

        /** Returns the same in parts, whose sum it is: computed one after the other, each needs memory for itself only. */
        default List<Part> parts(long step) {
            return List.of((weights, scratch) -> of(weights, step, scratch));
        }

        /** A part of a loss. */
        @FunctionalInterface
        interface Part {
            /** Returns what the part adds to the loss, a scalar; as above. */
            NDArray of(Map<String, NDArray> weights, NDManager scratch);
        }

        /**
         * Makes ready what a step needs beside the weights; before any other call about the step.
         *
         * @return false if the thread was interrupted before that was done: then the step is not made
         */
        default boolean prepare(long step) {
            return true;
        }

        /** Returns arrays of its own that belong into a checkpoint. */
        default List<NDArray> state() {
            return List.of();
        }
    }

    /** Measures something now and then, with the averaged weights; what it returns appears in the progress. */
    @FunctionalInterface
    public interface Probe {
        /** Returns what was found, or nothing if the thread was interrupted meanwhile: it is measured when gone on. */
        Optional<Progress.Reading> measure(Map<String, NDArray> weights, long step, NDManager scratch);
    }

    /**
     * Measures every so many steps, and after the last one.
     *
     * @param every in steps; 0 for never
     */
    public record Measurement(long every, Probe probe) {
        public static final Measurement NONE = new Measurement(0, (weights, step, scratch) -> Optional.empty());
    }

    /**
     * Trains to the plan's end, or until the thread is interrupted.
     *
     * @param checkpoint where to keep the state and resume from
     * @return whether the end was reached
     * @throws InvalidRequestException if the loss is no number any more
     */
    public boolean run(Loss loss, Measurement measurement, Path checkpoint, Progress.Listener listener)
            throws IOException {
        if (Files.exists(checkpoint)) {
            try (Torch.GradientMode off = Torch.withoutGradient()) {
                step = Checkpoint.read(checkpoint, state(loss));
            }
        }
        Clock report = new Clock(step);
        long savedAt = System.currentTimeMillis();
        double sum = 0;
        boolean finished = false;
        while (!finished && !Thread.currentThread().isInterrupted()) {
            Optional<Progress.Reading> reading = measure(measurement);
            if (Thread.currentThread().isInterrupted()) {
                break; // at this step again when gone on, so that measuring is part of what is repeated
            }
            finished = step == plan.steps();
            if (reading.isPresent() || finished || report.millis() > REPORT_MILLIS) {
                tell(listener, report.progress(step, plan.steps(), sum, reading));
                report = new Clock(step);
                sum = 0;
            }
            if (System.currentTimeMillis() - savedAt > CHECKPOINT_MILLIS) {
                Checkpoint.write(checkpoint, step, state(loss));
                savedAt = System.currentTimeMillis();
            }
            if (!finished && loss.prepare(step)) {
                sum += finite(step(loss));
                step++;
            }
        }
        Checkpoint.write(checkpoint, step, state(loss));
        return finished;
    }

    private static void tell(Progress.Listener listener, Progress progress) throws IOException {
        try {
            listener.on(progress);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private double finite(double loss) {
        if (!Double.isFinite(loss)) {
            throw new InvalidRequestException(
                    "learning rate",
                    plan.otherRate(),
                    "the loss is %s at step %s, so nothing is learned any more: give a lower one and another folder"
                            .formatted(loss, step));
        }
        return loss;
    }

    /**
     * Returns how many steps a second are made here; for a trainer that is thrown away, since it trains.
     *
     * @param seconds to try, after a few steps that warm up
     */
    public double pace(Loss loss, double seconds) {
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            tried(loss);
        }
        long start = System.nanoTime();
        int made = 0;
        double passed = 0;
        while (made == 0 || passed < seconds) {
            tried(loss);
            made++;
            passed = (System.nanoTime() - start) / 1e9;
        }
        return made / passed;
    }

    private void tried(Loss loss) {
        if (!loss.prepare(step)) {
            throw new CancellationException("interrupted while a training's pace was found");
        }
        step(loss);
        step++;
    }

    private double step(Loss loss) {
        try (NDManager scratch = manager.newSubManager()) {
            NDList losses = new NDList();
            try (Torch.GradientMode on = Torch.withGradient()) {
                for (Loss.Part part : loss.parts(step)) {
                    losses.add(backward(part, scratch));
                }
            }
            try (Torch.GradientMode off = Torch.withoutGradient()) {
                return update(losses, scratch);
            }
        }
    }

    /** Adds a part's gradient to the others', and returns its loss; nothing else of it is kept. */
    private NDArray backward(Loss.Part part, NDManager scratch) {
        try (NDManager own = scratch.newSubManager()) {
            NDArray loss = part.of(parameters.leaves(), own);
            Torch.backward(loss);
            return Torch.in(scratch, loss);
        }
    }

    /** Returns the loss, which is read together with the gradient's norm: each reading waits for a GPU. */
    private double update(NDList losses, NDManager scratch) {
        NDArray gradient = parameters.gradient();
        losses.add(Torch.in(scratch, gradient.mul(gradient)).sum());
        float[] read = NDArrays.stack(losses).toFloatArray();
        double norm = Math.sqrt(read[read.length - 1]);
        if (norm > plan.clip()) {
            gradient.muli(plan.clip() / norm);
        }
        double rate = plan.learningRate().at(step);
        muon.update(rate, step, scratch);
        adam.update(rate, step, scratch);
        gradient.muli(0); // the next step starts from zero
        // early on the average forgets faster, so that it does not remember the random start
        double keep = Math.min(plan.averaging(), (step + 1.0) / (step + 10.0));
        average.muli(keep).addi(Torch.in(scratch, parameters.values().mul(1 - keep)));
        return IntStream.range(0, read.length - 1)
                .mapToDouble(part -> read[part])
                .sum();
    }

    private Optional<Progress.Reading> measure(Measurement measurement) {
        boolean due = step > 0 && measurement.every() > 0 && (step % measurement.every() == 0 || step == plan.steps());
        if (!due) {
            return Optional.empty();
        }
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            return measurement.probe().measure(averaged(scratch), step, scratch);
        }
    }

    /** Returns the averaged weights by name: those to use and to ship. */
    public Map<String, NDArray> averaged(NDManager scratch) {
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            return parameters.views(average, scratch);
        }
    }

    private List<NDArray> state(Loss loss) {
        List<NDArray> state = new ArrayList<>(List.of(parameters.values(), average));
        state.addAll(muon.state());
        state.addAll(adam.state());
        state.addAll(loss.state());
        return state;
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Time since a step. */
    private record Clock(long since, long start) {

        Clock(long since) {
            this(since, System.nanoTime());
        }

        long millis() {
            return (System.nanoTime() - start) / 1_000_000;
        }

        Progress progress(long step, long steps, double lossSum, Optional<Progress.Reading> reading) {
            long done = step - since; // none where a resumed training begins with a measurement
            double perSecond = Math.max(1, done) / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
            Duration left = Duration.ofSeconds(Math.round((steps - step) / perSecond));
            return new Progress(step, steps, done == 0 ? Double.NaN : lossSum / done, perSecond, left, reading);
        }
    }
}
