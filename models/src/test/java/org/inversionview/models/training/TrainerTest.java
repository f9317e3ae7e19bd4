package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.PyTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a two-layer regression of nine inputs and some dozen parameters. */
class TrainerTest {

    private static final int BATCH = 16;
    private static final int STEPS = 40;

    private final List<Float> losses = new ArrayList<>();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private static TrainingPlan plan(double clip, double averaging) {
        return new TrainingPlan(STEPS, BATCH, 4, 0.02, 0.02, 0.1, 0.01, clip, averaging, 5);
    }

    private static FlatParameters parameters(NDManager manager, int hidden, long seed) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("bias", new Shape(hidden));
        shapes.put("in", new Shape(3, hidden));
        shapes.put("out", new Shape(hidden, 2));
        RandomGenerator random = new SplittableRandom(seed);
        return new FlatParameters(
                manager,
                shapes,
                (name, shape) -> shape.dimension() == 2 ? List.of(1.0) : List.of(),
                (name, shape) -> FlatParameters.normal(random, shape.size(), 0.5));
    }

    private static Trainer trainer(TrainingPlan plan, long seed) {
        NDManager manager = PyTorch.open(Device.cpu());
        return new Trainer(manager, parameters(manager, 4, seed), plan);
    }

    /** Mean squared error of a small network against (x₀ + x₁, x₂); every step has inputs of its own. */
    private NDArray loss(Map<String, NDArray> weights, long step, NDManager scratch) {
        float[] x = FlatParameters.normal(Seeds.ofStep(5, step), BATCH * 3, 1);
        float[] y = new float[BATCH * 2];
        for (int row = 0; row < BATCH; row++) {
            y[2 * row] = x[3 * row] + x[3 * row + 1];
            y[2 * row + 1] = x[3 * row + 2];
        }
        NDArray hidden = scratch.create(x, new Shape(BATCH, 3))
                .matMul(weight(weights, "in"))
                .add(weight(weights, "bias"));
        NDArray error = hidden.matMul(weight(weights, "out")).sub(scratch.create(y, new Shape(BATCH, 2)));
        NDArray mean = error.mul(error).mean();
        losses.add(mean.getFloat());
        return mean;
    }

    private static NDArray weight(Map<String, NDArray> weights, String name) {
        return Objects.requireNonNull(weights.get(name));
    }

    private static Map<String, float[]> averaged(Trainer trainer) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (NDManager scratch = PyTorch.open(Device.cpu())) {
            trainer.averaged(scratch).forEach((name, array) -> values.put(name, array.toFloatArray()));
        }
        return values;
    }

    private boolean run(Trainer trainer, Path checkpoint) throws IOException {
        return trainer.run(this::loss, Trainer.Measurement.NONE, checkpoint, progress -> {});
    }

    @Test
    void the_loss_falls(@TempDir Path folder) throws IOException {
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            assertThat(run(trainer, folder.resolve("c"))).isTrue();
        }
        assertThat(losses).hasSize(STEPS);
        assertThat(mean(losses.subList(STEPS - 5, STEPS))).isLessThan(0.5 * mean(losses.subList(0, 5)));
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void a_loss_that_is_no_number_ends_it_with_advice(float wrong, @TempDir Path folder) {
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            Trainer.Loss diverging =
                    (weights, step, scratch) -> loss(weights, step, scratch).mul(step == 3 ? wrong : 1f);
            assertThatThrownBy(
                            () -> trainer.run(diverging, Trainer.Measurement.NONE, folder.resolve("c"), progress -> {}))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "learning rate 0.02: the loss is %s at step 3, so nothing is learned any more: give a lower one and another folder",
                            wrong);
        }
    }

    @Test
    void a_listener_that_cannot_write_ends_it_with_what_it_says(@TempDir Path folder) {
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            assertThatThrownBy(
                            () -> trainer.run(this::loss, Trainer.Measurement.NONE, folder.resolve("c"), progress -> {
                                throw new UncheckedIOException(new IOException("the disk is full"));
                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is full");
        }
    }

    @Test
    void the_same_seed_gives_the_same_weights_to_the_last_bit(@TempDir Path folder) throws IOException {
        Map<String, float[]> first;
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            run(trainer, folder.resolve("one"));
            first = averaged(trainer);
        }
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            run(trainer, folder.resolve("two"));
            averaged(trainer).forEach((name, values) -> assertThat(values).isEqualTo(first.get(name)));
        }
        try (Trainer trainer = trainer(plan(1, 0.9), 2)) {
            run(trainer, folder.resolve("three"));
            averaged(trainer).forEach((name, values) -> assertThat(values).isNotEqualTo(first.get(name)));
        }
    }

    @Test
    void an_interrupted_training_goes_on_as_if_nothing_had_happened(@TempDir Path folder) throws IOException {
        Map<String, float[]> whole;
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            run(trainer, folder.resolve("whole"));
            whole = averaged(trainer);
        }
        List<Float> uninterrupted = List.copyOf(losses);
        losses.clear();

        Path checkpoint = folder.resolve("parts");
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            boolean finished = trainer.run(
                    (weights, step, scratch) -> {
                        if (step == 16) {
                            Thread.currentThread().interrupt();
                        }
                        return loss(weights, step, scratch);
                    },
                    Trainer.Measurement.NONE,
                    checkpoint,
                    progress -> {});
            assertThat(finished).isFalse();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(losses).hasSize(17); // the step during which it came is finished
        }
        try (Trainer trainer = trainer(plan(1, 0.9), 77)) { // another start, which the checkpoint replaces
            assertThat(run(trainer, checkpoint)).isTrue();
            assertThat(losses).isEqualTo(uninterrupted);
            averaged(trainer).forEach((name, values) -> assertThat(values).isEqualTo(whole.get(name)));
        }
    }

    @Test
    void a_finished_training_is_not_trained_again(@TempDir Path folder) throws IOException {
        Map<String, float[]> first;
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            run(trainer, folder.resolve("c"));
            first = averaged(trainer);
        }
        losses.clear();
        try (Trainer trainer = trainer(plan(1, 0.9), 2)) {
            assertThat(run(trainer, folder.resolve("c"))).isTrue();
            averaged(trainer).forEach((name, values) -> assertThat(values).isEqualTo(first.get(name)));
        }
        assertThat(losses).isEmpty();
    }

    @Test
    void a_measurement_that_was_interrupted_is_made_when_gone_on(@TempDir Path folder) throws IOException {
        List<Long> measured = new ArrayList<>();
        List<Progress> heard = new ArrayList<>();
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            Trainer.Measurement interrupted = new Trainer.Measurement(15, (weights, step, scratch) -> {
                Thread.currentThread().interrupt();
                return Optional.empty();
            });
            assertThat(trainer.run(this::loss, interrupted, folder.resolve("c"), heard::add))
                    .isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
        Trainer.Measurement measurement = new Trainer.Measurement(15, (weights, step, scratch) -> {
            measured.add(step);
            return Optional.of(new Progress.Reading("seen", Map.of()));
        });
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            assertThat(trainer.run(this::loss, measurement, folder.resolve("c"), heard::add))
                    .isTrue();
        }
        assertThat(measured).containsExactly(15L, 30L, 40L);
        assertThat(losses).hasSize(40);
    }

    @Test
    void tells_how_fast_it_is() {
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            long start = System.nanoTime();
            double pace = trainer.pace(this::loss, 0.2);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(seconds).isGreaterThan(0.2);
            assertThat(pace * 0.2).isLessThanOrEqualTo(losses.size());
        }
    }

    @Test
    void refuses_a_checkpoint_of_another_shape(@TempDir Path folder) throws IOException {
        Path checkpoint = folder.resolve("c");
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            run(trainer, checkpoint);
        }
        NDManager manager = PyTorch.open(Device.cpu());
        try (Trainer other = new Trainer(manager, parameters(manager, 5, 1), plan(1, 0.9))) {
            assertThatThrownBy(() -> run(other, checkpoint))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "checkpoint %s does not fit: array 0 has another shape; train with the options it was begun with, or with another folder"
                                    .formatted(checkpoint));
        }
    }

    @Test
    void clipping_bounds_the_update(@TempDir Path folder) throws IOException {
        // AdamW moves a parameter by rate · g / (|g| + 1e-8) at its first step: by the whole rate where nothing is
        // clipped, by at most 1e-4 of it where the gradient's norm is clipped to 1e-12
        double rate = 0.02 / 4; // warm-up
        assertThat(largestFirstUpdate(1e6, folder.resolve("free"))).isBetween(0.99 * rate, 1.02 * rate);
        assertThat(largestFirstUpdate(1e-12, folder.resolve("clipped"))).isLessThan(1.01e-4 * rate + 1.2e-7);
    }

    private double largestFirstUpdate(double clip, Path checkpoint) throws IOException {
        NDManager manager = PyTorch.open(Device.cpu());
        FlatParameters parameters = new FlatParameters(
                manager,
                Map.of("in", new Shape(3, 4), "out", new Shape(4, 2), "bias", new Shape(4)),
                (name, shape) -> List.of(),
                (name, shape) -> FlatParameters.normal(new SplittableRandom(name.length()), shape.size(), 0.5));
        TrainingPlan plan = new TrainingPlan(STEPS, BATCH, 4, 0.02, 0.02, 0.1, 0, clip, 0, 5);
        float[] before = parameters.values().toFloatArray();
        try (Trainer trainer = new Trainer(manager, parameters, plan)) {
            trainer.run(
                    (weights, step, scratch) -> {
                        Thread.currentThread().interrupt(); // one step only
                        return loss(weights, step, scratch);
                    },
                    Trainer.Measurement.NONE,
                    checkpoint,
                    progress -> {});
            Thread.interrupted();
            float[] after = parameters.values().toFloatArray();
            double largest = 0;
            for (int i = 0; i < after.length; i++) {
                largest = Math.max(largest, Math.abs(after[i] - before[i]));
            }
            return largest;
        }
    }

    @Test
    void without_averaging_the_weights_are_the_last_ones(@TempDir Path folder) throws IOException {
        NDManager manager = PyTorch.open(Device.cpu());
        FlatParameters parameters = parameters(manager, 4, 1);
        try (Trainer trainer = new Trainer(manager, parameters, plan(1, 0))) {
            run(trainer, folder.resolve("c"));
            parameters
                    .leaves()
                    .forEach((name, array) ->
                            assertThat(averaged(trainer).get(name)).containsExactly(array.toFloatArray()));
        }
    }

    @Test
    void averaged_weights_differ_from_the_last_ones(@TempDir Path folder) throws IOException {
        NDManager manager = PyTorch.open(Device.cpu());
        FlatParameters parameters = parameters(manager, 4, 1);
        try (Trainer trainer = new Trainer(manager, parameters, plan(1, 0.99))) {
            run(trainer, folder.resolve("c"));
            float[] last = parameters.values().toFloatArray();
            assertThat(averaged(trainer).get("in")).isNotEqualTo(Arrays.copyOf(last, 12));
        }
    }

    @Test
    void measures_every_so_many_steps_and_at_the_end(@TempDir Path folder) throws IOException {
        List<Long> measured = new ArrayList<>();
        List<Progress> heard = new ArrayList<>();
        Trainer.Measurement measurement = new Trainer.Measurement(15, (weights, step, scratch) -> {
            assertThat(weights).containsOnlyKeys("bias", "in", "out");
            measured.add(step);
            return Optional.of(new Progress.Reading("seen " + step, Map.of("step", (double) step)));
        });
        try (Trainer trainer = trainer(plan(1, 0.9), 1)) {
            trainer.run(this::loss, measurement, folder.resolve("c"), heard::add);
        }
        assertThat(measured).containsExactly(15L, 30L, 40L);
        assertThat(heard.stream().map(Progress::step)).contains(15L, 30L).endsWith(40L);
        assertThat(heard.get(heard.size() - 1).reading())
                .hasValue(new Progress.Reading("seen 40", Map.of("step", 40.0)));
        assertThat(heard.get(heard.size() - 1).left()).isZero();
    }

    @Test
    void native_memory_does_not_grow(@TempDir Path folder) throws IOException {
        NDManager manager = PyTorch.open(Device.cpu());
        List<Integer> arrays = new ArrayList<>();
        TrainingPlan fifty = new TrainingPlan(50, BATCH, 4, 0.02, 0.02, 0.1, 0.01, 1, 0.9, 5);
        try (Trainer trainer = new Trainer(manager, parameters(manager, 4, 1), fifty)) {
            int before = manager.getManagedArrays().size();
            trainer.run(
                    (weights, step, scratch) -> {
                        arrays.add(manager.getManagedArrays().size());
                        return loss(weights, step, scratch);
                    },
                    new Trainer.Measurement(10, (weights, step, scratch) -> Optional.empty()),
                    folder.resolve("c"),
                    progress -> {});
            assertThat(arrays).hasSize(50).containsOnly(arrays.get(0)); // those of the step counted
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void rejects_a_plan_that_cannot_be_followed() {
        assertThatThrownBy(() -> new TrainingPlan(0, 1, 0, 1, 1, 0, 0, 1, 0, 0)).hasMessage("steps 0: at least 1");
        assertThatThrownBy(() -> new TrainingPlan(1, 1, 0, 1, 0, 0, 0, 1, 0, 0))
                .hasMessage("learning rate 0.0: above 0 and below 10.0");
        assertThatThrownBy(() -> new TrainingPlan(1, 1, 0, 1, 1, 0, 0, 1, 1, 0))
                .hasMessage("averaging 1.0: from 0 to below 1");
        for (double rate : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.1}) {
            assertThatThrownBy(() -> new TrainingPlan(1, 1, 0, rate, 1, 0, 0, 1, 0, 0))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("matrix rate %s: from 0 to below 10.0", rate);
        }
    }
}
