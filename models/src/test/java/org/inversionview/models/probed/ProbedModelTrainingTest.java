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
import org.inversionview.models.TinyModels;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
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
        return train(
                new ProbedModelTraining(TinyModels.PROBED, PLAN, TinyModels.TASK, dropout, 0), checkpoint, interruptAt);
    }

    private static List<Float> train(ProbedModelTraining training, Path checkpoint, long interruptAt)
            throws IOException {
        NDManager manager = NDManager.newBaseManager(Device.cpu());
        List<Float> losses = new ArrayList<>();
        try (Trainer trainer =
                new Trainer(manager, ProbedModelTraining.parameters(manager, TinyModels.PROBED, PLAN), PLAN)) {
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
        ProbedModelTraining penalised = new ProbedModelTraining(TinyModels.PROBED, PLAN, TinyModels.TASK, 0, 0.5);
        double loss = train(penalised, folder.resolve("penalised"), 0).get(0);
        // at first attention is nearly even: position t spreads it over t tokens, and the mean of ln t is (ln 13!) / 13
        assertThat((loss - plain) / 0.5).isCloseTo(1.7348, within(0.01));
    }

    @Test
    void the_penalty_makes_attention_crisp(@TempDir Path folder) throws IOException {
        ProbedModelTraining penalised = new ProbedModelTraining(TinyModels.PROBED, PLAN, TinyModels.TASK, 0, 2);
        List<Float> losses = train(penalised, folder.resolve("c"), -1);
        double plain = train(0, folder.resolve("plain"), -1).get(STEPS - 1);
        assertThat((losses.get(STEPS - 1) - plain) / 2).isLessThan(1.6); // 1.73 at first
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void rejects_a_dropout_that_is_no_share(double dropout) {
        assertThatThrownBy(() -> new ProbedModelTraining(TinyModels.PROBED, PLAN, TinyModels.TASK, dropout, 0))
                .hasMessage("dropout %s: it must lie in [0, 1)".formatted(dropout));
    }
}
