package org.inversionview.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.LoadedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny model from nothing to a preimage, by the recipes that the command line runs. */
class RecipesTest {

    private static final Task TASK = new ThreeDigitAddition();
    private static final TransformerConfig SHAPE =
            new TransformerConfig(15, 14, 8, 1, 2, 16, 1e-5f, Activation.GELU_NEW);

    @TempDir
    private Path folder = Path.of("");

    private static TrainingPlan plan(long steps) {
        return new TrainingPlan(steps, 16, 2, 0.02, 0.003, 0, 0.1, 1, 0.9, 7);
    }

    private ModelCard trainProbed(Path where, long steps) throws IOException {
        assertThat(new ProbedModelRecipe(
                                TASK, SHAPE, plan(steps), new AttentionShaping(0.1, 0.05, 0), "cpu", "the command")
                        .train(where, progress -> {}))
                .isTrue();
        return ModelCard.read(where);
    }

    private LoadedModel load() throws IOException {
        return LoadedModel.load(new LoadedModel.Request(folder.toString(), Optional.empty(), true, "cpu"));
    }

    private ModelCard trainDecoder(long steps, Optional<Path> start, List<Progress> heard) throws IOException {
        try (LoadedModel model = load()) {
            DecoderConfig config = new DecoderConfig(
                    new TransformerConfig(15, 14, 16, 1, 2, 32, 1e-5f, Activation.RELU),
                    model.probed().sites().size(),
                    8,
                    16,
                    1,
                    2);
            assertThat(new DecoderRecipe(
                                    config,
                                    plan(steps),
                                    0,
                                    4,
                                    4,
                                    EvaluationSettings.DEFAULT,
                                    start,
                                    "the other command")
                            .train(model.probed(), folder, heard::add))
                    .isTrue();
        }
        return ModelCard.read(folder);
    }

    @Test
    void a_model_and_its_decoder_come_from_nothing_and_answer_a_question() throws IOException {
        ModelCard probed = trainProbed(folder, 6);
        assertThat(probed.task()).isEqualTo("addition");
        assertThat(Objects.requireNonNull(probed.probed().training()).plan())
                .containsEntry("dropout", 0.1)
                .containsEntry("steps", 6);
        assertThat(probed.probed().training().command()).isEqualTo("the command");
        assertThat(probed.decoder()).isNull();

        List<Progress> heard = new ArrayList<>();
        ModelCard.Decoder decoder =
                Objects.requireNonNull(trainDecoder(8, Optional.empty(), heard).decoder());
        assertThat(decoder.sites()).containsKeys("x0.pre", "a0.1", "x0.post").hasSize(6);
        assertThat(decoder.sites().values()).allMatch(site -> site.queries() >= 200);
        assertThat(heard)
                .anyMatch(progress -> progress.reading()
                        .map(it -> it.text().startsWith("in-preimage rate"))
                        .orElse(false));

        try (LoadedModel model = load()) {
            int[] query = TASK.parse("615+861=");
            EpsilonPreimage preimage = model.inversionView()
                    .inspect(new InversionView.Query(query, ActivationSite.parse("a0.1"), 9), SamplingSettings.DEFAULT);
            assertThat(preimage.proposals()).isEqualTo(1024);
        }
    }

    @Test
    void the_same_recipe_gives_the_same_weights() throws IOException {
        String first = trainProbed(folder.resolve("a"), 5).probed().sha256();
        assertThat(trainProbed(folder.resolve("b"), 5).probed().sha256()).isEqualTo(first);
    }

    @Test
    void a_decoder_can_be_trained_further_from_its_weights() throws IOException {
        trainProbed(folder, 4);
        List<Progress> fresh = new ArrayList<>();
        trainDecoder(40, Optional.empty(), fresh);
        Path start = Files.copy(folder.resolve(DecoderRecipe.FILE), folder.resolve("before.safetensors"));
        Files.delete(folder.resolve("decoder.checkpoint.safetensors"));

        List<Progress> further = new ArrayList<>();
        trainDecoder(4, Optional.of(start), further);
        assertThat(further.get(0).loss()).isLessThan(fresh.get(0).loss());
    }
}
