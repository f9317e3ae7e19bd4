package org.inversionview.models.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.WeightFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderTrainingTest {

    private static final TrainingPlan PLAN = new TrainingPlan(80, 32, 5, 0.01, 0.01, 0.1, 0.01, 1, 0.9, 3);
    private static final DecoderConfig CONFIG = TinyModels.decoderConfig(3);
    private static final SiteStatistics STATISTICS = new SiteStatistics(new float[3][8], new float[] {1, 1, 1});

    /**
     * Activations that hold the first digit, one-hot; at site 2 nothing.
     *
     * @param late whether half of the batches come late
     */
    private record FirstDigit(boolean late) implements ActivationExamples {

        @Override
        public Chosen choose(long step, int size, RandomGenerator random) {
            List<int[]> inputs = IntStream.range(0, size)
                    .mapToObj(row -> TinyModels.TASK.sample(random))
                    .toList();
            if (late && random.nextBoolean()) {
                LockSupport.parkNanos(20_000_000);
            }
            return new Chosen(
                    inputs, IntStream.range(0, size).map(row -> row % 3).toArray(), new int[size]);
        }

        @Override
        public NDArray activations(Chosen chosen, NDManager scratch) {
            float[][] z = new float[chosen.sites().length][8];
            for (int row = 0; row < z.length; row++) {
                z[row][chosen.inputs().get(row)[1] % 8] = chosen.sites()[row] == 2 ? 0 : 1;
            }
            return scratch.create(z);
        }
    }

    private static DecoderTraining training(NDManager manager, boolean late, int parts) {
        return new DecoderTraining(
                manager, CONFIG, PLAN, TinyModels.TASK.vocabulary(), STATISTICS, new FirstDigit(late), parts);
    }

    private static List<Float> train(Path checkpoint, boolean late) throws IOException {
        NDManager manager = PyTorch.open(Device.cpu());
        FlatParameters parameters = DecoderTraining.parameters(manager, CONFIG, PLAN.seed(), 10, Optional.empty());
        List<Float> losses = new ArrayList<>();
        try (Trainer trainer = new Trainer(manager, parameters, PLAN)) {
            DecoderTraining training = training(manager, late, 1);
            trainer.run(
                    (weights, step, scratch) -> {
                        NDArray loss = training.of(weights, step, scratch);
                        losses.add(loss.getFloat());
                        return loss;
                    },
                    Trainer.Measurement.NONE,
                    checkpoint,
                    progress -> {});
        }
        return losses;
    }

    @Test
    void the_loss_falls_from_that_of_guessing_and_is_the_same_again(@TempDir Path folder) throws IOException {
        List<Float> losses = train(folder.resolve("one"), false);
        assertThat((double) losses.get(0)).isBetween(2.4, 3.0); // ln 15 = 2.71: nothing is known yet
        assertThat(losses.get(79)).isLessThan(0.7f * losses.get(0));
        assertThat(train(folder.resolve("two"), true)).isEqualTo(losses); // whenever the examples come
    }

    private static Map<String, float[]> gradients(int parts) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode on = Torch.withGradient()) {
            Map<String, NDArray> weights = TinyModels.arrays(manager, CONFIG.shapes(), 8);
            weights.values().forEach(weight -> weight.setRequiresGradient(true));
            List<Trainer.Loss.Part> all = training(manager, false, parts).parts(0);
            assertThat(all).hasSize(parts);
            float sum = 0;
            for (Trainer.Loss.Part part : all) {
                NDArray loss = part.of(weights, manager);
                Torch.backward(loss);
                sum += loss.getFloat();
            }
            gradients.put("loss", new float[] {sum});
            weights.forEach(
                    (name, weight) -> gradients.put(name, weight.getGradient().toFloatArray()));
        }
        return gradients;
    }

    @Test
    void parts_of_a_step_add_up_to_it() {
        Map<String, float[]> whole = gradients(1);
        gradients(5)
                .forEach((name, gradient) -> assertThat(gradient)
                        .as(name)
                        .containsExactly(Objects.requireNonNull(whole.get(name)), within(1e-5f)));
    }

    @Test
    void a_training_in_parts_is_the_same_training(@TempDir Path folder) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (int parts : new int[] {1, 3}) {
            NDManager manager = PyTorch.open(Device.cpu());
            FlatParameters parameters = DecoderTraining.parameters(manager, CONFIG, PLAN.seed(), 10, Optional.empty());
            try (Trainer trainer = new Trainer(manager, parameters, PLAN)) {
                trainer.run(
                        training(manager, false, parts),
                        Trainer.Measurement.NONE,
                        folder.resolve("parts" + parts),
                        progress -> losses.add(progress.loss()));
            }
        }
        assertThat(losses.get(losses.size() - 1)).isCloseTo(losses.get(0), within(0.02));
    }

    @Test
    void every_parameter_receives_a_gradient() {
        try (NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode on = Torch.withGradient()) {
            Map<String, NDArray> weights = TinyModels.arrays(manager, CONFIG.shapes(), 8); // no branch is zero
            weights.values().forEach(weight -> weight.setRequiresGradient(true));
            DecoderTraining training = training(manager, false, 1);
            Torch.backward(training.of(weights, 0, manager));
            weights.forEach((name, weight) -> assertThat(
                            weight.getGradient().abs().sum().getFloat())
                    .as(name)
                    .isPositive());
        }
    }

    @Test
    void queries_and_keys_of_block_0_learn_slowly_where_they_begin_at_equal_tokens() {
        Shape qkv = new Shape(16, 48);
        assertThat(DecoderConfig.hiddenMatrices("h.0.attn.c_attn.weight", qkv, true))
                .containsExactly(0.1, 0.1, 1.0);
        assertThat(DecoderConfig.hiddenMatrices("h.1.attn.c_attn.weight", qkv, true))
                .containsExactly(1.0, 1.0, 1.0);
        assertThat(DecoderConfig.hiddenMatrices("h.0.attn.c_attn.weight", qkv, false))
                .containsExactly(1.0);
    }

    @Test
    void hidden_matrices_are_neither_embeddings_nor_where_the_encoder_is_entered_or_left() {
        assertThat(CONFIG.shapes().entrySet().stream()
                        .filter(entry -> !DecoderConfig.hiddenMatrices(entry.getKey(), entry.getValue(), false)
                                .isEmpty())
                        .map(Map.Entry::getKey))
                .contains(
                        "h.0.attn.c_attn.weight",
                        "h.1.mlp.c_proj.weight",
                        "encoder.0.up.weight",
                        "encoder.0.down.weight")
                .doesNotContain("wte.weight", "wpe.weight", "encoder.in.weight", "encoder.site.weight", "ln_f.weight")
                .noneMatch(name -> name.startsWith("encoder.add.") || name.startsWith("encoder.slots."))
                .noneMatch(name -> name.endsWith(".bias"));
    }

    @Test
    void a_decoder_s_file_can_be_read_again(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("decoder.safetensors");
        SiteStatistics statistics = new SiteStatistics(
                new float[][] {{1, 2, 3, 4, 5, 6, 7, 8}, {9, 0, 0, 0, 0, 0, 0, 0}, new float[8]},
                new float[] {1, 2, 3});
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            Map<String, NDArray> weights = TinyModels.arrays(manager, CONFIG.shapes(), 8);
            WeightFile.write(file, TrainedDecoder.arrays(manager, weights, statistics));
        }
        NDManager manager = PyTorch.open(Device.cpu());
        try (TrainedDecoder decoder =
                TrainedDecoder.of(manager, CONFIG, WeightFile.read(manager, file), TinyModels.TASK.vocabulary())) {
            assertThat(decoder.statistics().means()).isDeepEqualTo(statistics.means());
            assertThat(decoder.statistics().deviations()).containsExactly(1, 2, 3);
            assertThat(decoder.statistics().normalise(1, new float[] {11, 4, 0, 0, 0, 0, 0, -2}))
                    .containsExactly(1, 2, 0, 0, 0, 0, 0, -1);
        }
    }

    @Test
    void a_decoder_s_file_without_a_tensor_names_it() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            Map<String, NDArray> weights = TinyModels.arrays(manager, CONFIG.shapes(), 8);
            assertThatThrownBy(() -> TrainedDecoder.of(manager, CONFIG, weights, TinyModels.TASK.vocabulary()))
                    .hasMessage("the weights lack tensor statistics.means of shape (3, 8)");
            weights.remove("encoder.in.weight");
            assertThatThrownBy(() -> TrainedDecoder.of(manager, CONFIG, weights, TinyModels.TASK.vocabulary()))
                    .hasMessage("the weights lack tensor encoder.in.weight of shape (24, 12)");
        }
    }
}
