package org.inversionview.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.models.inversion.DecoderEvaluation;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That the shipped model of facts is as good as it has to be, and as its card says. */
class ShippedFactsTest {

    private static final int INPUTS = 1_000;

    private final LoadedModel model;

    ShippedFactsTest() throws IOException {
        model = LoadedModel.load(new LoadedModel.Request("facts", Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    @AfterEach
    void close() {
        model.close();
    }

    private ModelCard card() {
        return model.card().orElseThrow();
    }

    private double right(Task inputs) {
        return new ExactMatch(model.probed()).of(INPUTS, inputs::sample);
    }

    @Test
    void trained_facts_are_recalled_in_phrasings_that_training_did_not_see() {
        Task task = model.probed().task();
        assertThat(new ExactMatch(model.probed()).of(INPUTS, random -> HeldOut.sample(task, true, random)))
                .isGreaterThan(0.98);
        assertThat(right(Objects.requireNonNull(task.variations().get("new phrasings"))))
                .isGreaterThan(0.98);
    }

    @Test
    void what_was_held_out_is_known_as_far_as_the_card_says() {
        Map<String, Double> promised = Objects.requireNonNull(card().probed().variations());
        model.probed()
                .task()
                .variations()
                .forEach((what, inputs) -> assertThat(right(inputs))
                        .as(what)
                        .isCloseTo(Objects.requireNonNull(promised.get(what)), within(0.04)));
        assertThat(promised.get("facts that follow")).isGreaterThan(promised.get("facts to guess"));
    }

    @Test
    void the_decoder_is_as_good_as_its_card_says() {
        ModelCard.Decoder promised = Objects.requireNonNull(card().decoder());
        assertThat(promised.metric()).isEqualTo("cosine");
        EvaluationSettings few = EvaluationSettings.DEFAULT
                .within(promised.epsilon(), Distance.COSINE)
                .quick(50, 5);
        DecoderQuality quality =
                new DecoderEvaluation(model.probed(), few).measure(model.requireDecoder(), soFar -> {});
        assertThat(quality.mean()).isCloseTo(promised.meanInPreimageRate(), within(3 * quality.margin()));
    }
}
