package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.hooks.Tap;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.Transformer;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.transformer.TransformerWeights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbedModelTrainingTest {

    private static final int STEPS = 40;
    private static final TrainingPlan PLAN = new TrainingPlan(STEPS, 16, 4, 0.02, 0.02, 0.1, 0.01, 1, 0.9, 5);

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    /** Trains until the end or until after the step of that number; returns the losses. */
    private static List<Float> train(double dropout, Path checkpoint, long interruptAt) throws IOException {
        return train(new AttentionShaping(dropout, 0, 0), checkpoint, interruptAt);
    }

    private static List<Float> train(AttentionShaping shaping, Path checkpoint, long interruptAt) throws IOException {
        ProbedModelTraining training = new ProbedModelTraining(TinyModels.PROBED, PLAN, TinyModels.TASK, shaping);
        NDManager manager = PyTorch.open(Device.cpu());
        List<Float> losses = new ArrayList<>();
        try (Trainer trainer = new Trainer(
                manager,
                ProbedModelTraining.parameters(manager, TinyModels.PROBED, PLAN, TinyModels.TASK, shaping),
                PLAN)) {
            trainer.run(
                    (weights, step, scratch) -> {
                        if (step == interruptAt) {
                            Thread.currentThread().interrupt();
                        }
                        NDArray loss = training.of(weights, step, scratch);
                        losses.add(loss.getFloat());
                        return loss;
                    },
                    Trainer.Measurement.NONE,
                    checkpoint,
                    progress -> {});
        }
        Thread.interrupted();
        return losses;
    }

    @Test
    void the_loss_falls_from_that_of_guessing(@TempDir Path folder) throws IOException {
        List<Float> losses = train(0, folder.resolve("c"), -1);
        assertThat((double) losses.get(0)).isBetween(2.6, 2.8); // ln 15 = 2.71: nothing is known yet
        assertThat(losses.get(STEPS - 1)).isLessThan(0.8f * losses.get(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void an_interrupted_training_goes_on_as_if_nothing_had_happened(double dropout, @TempDir Path folder)
            throws IOException {
        List<Float> whole = train(dropout, folder.resolve("whole"), -1);
        List<Float> parts = train(dropout, folder.resolve("parts"), 11);
        assertThat(parts).hasSize(12);
        parts.addAll(train(dropout, folder.resolve("parts"), -1));
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void dropout_changes_the_loss(@TempDir Path folder) throws IOException {
        assertThat(train(0.2, folder.resolve("with"), 5)).isNotEqualTo(train(0, folder.resolve("without"), 5));
    }

    @Test
    void the_penalty_is_the_mean_entropy_of_the_attention(@TempDir Path folder) throws IOException {
        double plain = train(0, folder.resolve("plain"), 0).get(0);
        double loss = train(new AttentionShaping(0, 0.5, 0), folder.resolve("penalised"), 0)
                .get(0);
        // at first attention is nearly even: position t spreads it over t tokens, and the mean of ln t is (ln 13!) / 13
        assertThat((loss - plain) / 0.5).isCloseTo(1.7348, within(0.01));
    }

    @Test
    void the_penalty_makes_attention_crisp(@TempDir Path folder) throws IOException {
        List<Float> losses = train(new AttentionShaping(0, 2, 0), folder.resolve("c"), -1);
        double plain = train(0, folder.resolve("plain"), -1).get(STEPS - 1);
        assertThat((losses.get(STEPS - 1) - plain) / 2).isLessThan(1.6); // 1.73 at first
    }

    /** Returns how much of block 0's attention, at first, the second 1 of 123+451= gives to BOS, the first 1 and itself. */
    private static double onBosAndEqualTokens(double sameToken) {
        TransformerConfig config = new TransformerConfig(15, 14, 64, 1, 1, 16, 1e-5f, Activation.GELU_NEW);
        AttentionShaping shaping = new AttentionShaping(0, 0, sameToken);
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            Map<String, NDArray> first = ProbedModelTraining.parameters(manager, config, PLAN, TinyModels.TASK, shaping)
                    .leaves();
            ActivationSite pattern = ActivationSite.ofBlock(Kind.PATTERN, 0);
            ActivationCache cache = new ActivationCache(Set.of(pattern));
            new Transformer(config, TransformerWeights.named(manager, config, first))
                    .run(
                            manager.create(new int[][] {TinyModels.TASK.parse("123+451=")}),
                            new Tap(Hooks.NONE, cache, false),
                            Context.NONE);
            NDArray ofTheOne = cache.get(pattern).get(0, 0, 7);
            return ofTheOne.getFloat(0) + ofTheOne.getFloat(1) + ofTheOne.getFloat(7);
        }
    }

    @Test
    void attention_may_begin_at_BOS_and_equal_tokens() {
        assertThat(onBosAndEqualTokens(0)).isCloseTo(3 / 8.0, within(0.01));
        assertThat(onBosAndEqualTokens(0.1)).isBetween(0.7, 1.0);
    }

    @Test
    void queries_and_keys_that_begin_so_learn_slowly(@TempDir Path folder) throws IOException {
        assertThat(train(new AttentionShaping(0, 0, 0.1), folder.resolve("slow"), -1)
                        .get(STEPS - 1))
                .isLessThan(2.2f);
        NDManager manager = PyTorch.open(Device.cpu());
        FlatParameters parameters = ProbedModelTraining.parameters(
                manager, TinyModels.PROBED, PLAN, TinyModels.TASK, new AttentionShaping(0, 0, 0.1));
        assertThat(parameters.matrices())
                .extracting(FlatParameters.Matrices::rates)
                .contains(List.of(0.1, 0.1, 1.0), List.of(1.0));
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void rejects_a_dropout_that_is_no_share(double dropout) {
        assertThatThrownBy(() -> new AttentionShaping(dropout, 0, 0))
                .hasMessage("dropout %s: from 0 to below 1".formatted(dropout));
    }
}
