package org.inversionview.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OpenManagers;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.TextTask;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.weights.ModelCard;
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
        return LoadedModel.load(
                new LoadedModel.Request(folder.toString(), Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    private ModelCard trainDecoder(long steps, DecoderStart start, List<Progress> heard) throws IOException {
        try (LoadedModel model = load()) {
            DecoderConfig config = new DecoderConfig(
                    new TransformerConfig(15, 14, 16, 1, 2, 32, 1e-5f, Activation.RELU),
                    model.probed().sites(),
                    8,
                    16,
                    1,
                    2);
            assertThat(new DecoderRecipe(
                                    config,
                                    plan(steps),
                                    1,
                                    0,
                                    4,
                                    4,
                                    SamplingSchedule.PLAIN,
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
        assertThat(probed.probed().training().device()).matches("CPU, \\d+ threads?, PyTorch \\d+\\.\\d+\\.\\d+");
        assertThat(probed.decoder()).isNull();

        List<Progress> heard = new ArrayList<>();
        ModelCard.Decoder decoder = Objects.requireNonNull(
                trainDecoder(8, DecoderStart.RANDOM, heard).decoder());
        assertThat(decoder.sites()).containsKeys("x0.pre", "a0.1", "x0.post").hasSize(6);
        assertThat(decoder.sites().values()).allMatch(site -> site.queries() >= 200);
        assertThat(heard)
                .anyMatch(progress -> progress.reading()
                        .map(it -> it.text().startsWith("in-preimage rate"))
                        .orElse(false));

        try (LoadedModel model = load()) {
            int[] query = TASK.parse("615+861=");
            EpsilonPreimage preimage = model.inversionView()
                    .inspect(new Query(query, ActivationSite.parse("a0.1"), 9), SamplingSettings.DEFAULT);
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
        trainDecoder(40, DecoderStart.RANDOM, fresh);
        Path start = Files.copy(folder.resolve(DecoderRecipe.FILE), folder.resolve("before.safetensors"));
        Files.delete(folder.resolve("decoder.checkpoint.safetensors"));

        List<Progress> further = new ArrayList<>();
        trainDecoder(4, new DecoderStart.TrainedWeights(start), further);
        assertThat(firstLoss(further)).isLessThan(firstLoss(fresh));
        assertThat(fresh.get(0).preparation())
                .hasValueSatisfying(what -> assertThat(what).startsWith("computing activations of every site, "));
    }

    private static double firstLoss(List<Progress> heard) {
        return heard.stream()
                .mapToDouble(Progress::loss)
                .filter(Double::isFinite)
                .findFirst()
                .orElseThrow();
    }

    private ProbedModelRecipe probedRecipe(TrainingPlan plan) {
        return new ProbedModelRecipe(TASK, SHAPE, plan, AttentionShaping.NONE, "cpu", "the command");
    }

    @Test
    void a_refused_training_of_a_probed_model_holds_no_native_memory() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        probedRecipe(plan(2)).train(folder, progress -> {});
        int before = OpenManagers.count();
        assertThatThrownBy(() -> probedRecipe(plan(2)).train(file.resolve("x"), progress -> {}))
                .hasMessageContaining("cannot write into");
        assertThatThrownBy(() -> probedRecipe(plan(3)).train(folder, progress -> {}))
                .hasMessageContaining("begun with steps 2, not 3");
        assertThat(OpenManagers.count()).isEqualTo(before);
    }

    @Test
    void a_task_of_one_input_is_refused_and_holds_no_native_memory() throws IOException {
        Task same = IntStream.range(1, 20)
                .mapToObj("a"::repeat)
                .<Task>map(only -> new TextTask("same", "a", '>', 20, random -> only, prompt -> prompt))
                .filter(task -> HeldOut.contains(task.sample(new SplittableRandom(0))))
                .findFirst()
                .orElseThrow();
        ProbedModelRecipe recipe = new ProbedModelRecipe(
                same, ProbedModelRecipe.config(same, 8, 1, 2), plan(2), AttentionShaping.NONE, "cpu", "the command");
        int before = OpenManagers.count();
        assertThatThrownBy(() -> recipe.train(folder.resolve("a"), progress -> {}))
                .hasMessageContaining("it needs more different inputs");
        assertThatThrownBy(() -> recipe.lasting(1, folder.resolve("b")))
                .hasMessageContaining("it needs more different inputs");
        assertThat(OpenManagers.count()).isEqualTo(before);
    }

    @Test
    void a_refused_training_of_a_decoder_holds_no_native_memory() throws IOException {
        trainProbed(folder, 2);
        Path file = Files.writeString(folder.resolve("file"), "");
        try (LoadedModel model = load()) {
            int before = OpenManagers.count();
            DecoderRecipe recipe = decoderRecipe(model, DecoderStart.RANDOM);
            assertThatThrownBy(() -> recipe.train(model.probed(), file.resolve("x"), progress -> {}))
                    .hasMessageContaining("cannot write into");
            assertThat(OpenManagers.count()).isEqualTo(before);
        }
    }

    @Test
    void a_decoder_is_not_begun_from_a_file_of_another_shape() throws IOException {
        trainProbed(folder, 2);
        Path other = folder.resolve(ProbedModelRecipe.FILE);
        try (LoadedModel model = load()) {
            int before = OpenManagers.count();
            DecoderRecipe recipe = decoderRecipe(model, new DecoderStart.TrainedWeights(other));
            assertThatThrownBy(() -> recipe.train(model.probed(), folder, progress -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(other + ": ");
            assertThat(OpenManagers.count()).isEqualTo(before);
        }
    }

    /** Trains four steps, rebalanced before each, in one go or stopped at the first measurement and gone on. */
    private String rebalanced(boolean stopped) throws IOException {
        for (String left : List.of("decoder.checkpoint.safetensors", "decoder.training.json")) {
            Files.deleteIfExists(folder.resolve(left));
        }
        try (LoadedModel model = load()) {
            DecoderRecipe recipe = new DecoderRecipe(
                    DecoderRecipe.config(model.probed(), model.probed().sites(), 32, 1),
                    plan(4),
                    1,
                    0,
                    40,
                    1,
                    SamplingSchedule.PLAIN,
                    EvaluationSettings.DEFAULT.withQueries(20),
                    DecoderStart.RANDOM,
                    "the other command");
            if (stopped) {
                assertThat(recipe.train(
                                model.probed(),
                                folder,
                                progress -> Thread.currentThread().interrupt()))
                        .isFalse();
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(recipe.train(model.probed(), folder, progress -> {})).isTrue();
        }
        return Objects.requireNonNull(ModelCard.read(folder).decoder()).sha256();
    }

    @Test
    void what_was_drawn_before_a_rebalancing_is_drawn_anew() throws IOException {
        trainProbed(folder, 2);
        assertThat(rebalanced(true)).isEqualTo(rebalanced(false));
    }

    @Test
    void a_decoder_can_read_some_of_the_sites() throws IOException {
        trainProbed(folder, 2);
        List<ActivationSite> some;
        try (LoadedModel model = load()) {
            some = SitePatterns.listed(model.probed().sites(), "a0.*,m0");
            new DecoderRecipe(
                            DecoderRecipe.config(model.probed(), some, 32, 1),
                            plan(2),
                            1,
                            0,
                            4,
                            1,
                            SamplingSchedule.PLAIN,
                            EvaluationSettings.DEFAULT.withQueries(20),
                            DecoderStart.RANDOM,
                            "the other command")
                    .train(model.probed(), folder, progress -> {});
        }
        try (LoadedModel model = load()) {
            assertThat(model.requireDecoder().shape().sites()).isEqualTo(some);
            int[] input = TASK.parse("123+456=579");
            SamplingSettings settings = SamplingSettings.DEFAULT;
            InversionView view = model.inversionView();
            assertThat(view.inspect(new Query(input, some.get(2), 8), settings).proposals())
                    .isEqualTo(settings.proposals());
            assertThatThrownBy(() -> view.inspect(new Query(input, ActivationSite.residMid(0), 8), settings))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "site x0.mid: the decoder reads %s only: take one of these, or another source of samples"
                                    .formatted(some));
        }
    }

    private static DecoderRecipe decoderRecipe(LoadedModel model, DecoderStart start) {
        return new DecoderRecipe(
                DecoderRecipe.config(model.probed(), model.probed().sites(), 32, 1),
                plan(2),
                1,
                0,
                4,
                4,
                SamplingSchedule.PLAIN,
                EvaluationSettings.DEFAULT,
                start,
                "the other command");
    }
}
