package org.inversionview.models.recipe;

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
import java.util.Set;
import java.util.SplittableRandom;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder that begins from a language model: tiny folders of random weights, in which all is as in GPT-2's own. */
class PretrainedStartTest {

    private static final TransformerConfig LANGUAGE =
            new TransformerConfig(15, 20, 24, 3, 3, 48, 1e-5f, Activation.GELU_NEW);

    private final Path folder;
    private final Path language;

    PretrainedStartTest(@TempDir Path home) {
        folder = home.resolve("probed");
        language = home.resolve("language");
    }

    @BeforeEach
    void write() throws IOException {
        RandomModelFolder.write(folder, TinyModels.PROBED, 1);
        RandomModelFolder.write(language, LANGUAGE, 2);
    }

    private Path prepared() throws IOException {
        return new DecoderFolder(new TaskRegistry(), new HubModels(HubSettings.ofThisUser()), HubModels.Listener.NONE)
                .prepare(folder.toString(), Optional.of("addition"), Optional.of(folder.resolveSibling("decoder")));
    }

    private static LoadedModel load(Path path) throws IOException {
        return LoadedModel.load(LoadedModel.Request.ofFolder(path, "cpu"), new TaskRegistry());
    }

    private static NDArray random(NDManager manager, long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape all = new Shape(shape);
        float[] values = new float[(int) all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, all);
    }

    @Test
    void is_that_language_model_at_first_whatever_the_activation() throws IOException {
        int[] input = TinyModels.TASK.parse("123+456=579");
        try (LoadedModel model = load(prepared());
                ProbedModel start = ProbedModelLoader.folder(language, TinyModels.TASK, false, Device.cpu());
                NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode off = Torch.withoutGradient()) {
            DecoderConfig config =
                    DecoderRecipe.config(model.probed(), model.probed().sites(), language);
            assertThat(config.transformer().positions()).isEqualTo(14); // no more than the probed model reads
            FlatParameters parameters = new PretrainedParameters(language).of(manager, config, 0);
            Map<String, NDArray> weights = parameters.views(parameters.values(), manager);
            NDArray tokens = start.batch(manager, List.of(input));
            float[] expected =
                    start.run(tokens, Hooks.NONE, new ActivationCache(Set.of())).toFloatArray();
            int[] sites = {3};
            float[] first = new ConditionalDecoder(manager, config, weights)
                    .logits(random(manager, 5, 1, 8), sites, tokens)
                    .toFloatArray();
            assertThat(first).containsExactly(expected, within(1e-5f));

            Objects.requireNonNull(weights.get("encoder.gate.1")).addi(1);
            float[] opened = new ConditionalDecoder(manager, config, weights)
                    .logits(random(manager, 5, 1, 8), sites, tokens)
                    .toFloatArray();
            assertThat(opened[opened.length - 1]).isNotCloseTo(first[first.length - 1], within(1e-4f));
        }
    }

    @Test
    void learns_samples_and_is_loaded_again() throws IOException {
        Path prepared = prepared();
        List<Double> losses = new ArrayList<>();
        List<ActivationSite> some;
        try (LoadedModel model = load(prepared)) {
            some = SitePatterns.listed(model.probed().sites(), "a0-1.1");
            TrainingPlan usual = DecoderRecipe.planFromLanguageModel();
            DecoderRecipe recipe = new DecoderRecipe(
                    DecoderRecipe.config(model.probed(), some, language),
                    new TrainingPlan(60, 16, 5, 0.02, 0.02, 0.1, 0.01, 1, 0.9, 0),
                    2,
                    0,
                    4,
                    30,
                    SamplingSchedule.PLAIN,
                    EvaluationSettings.DEFAULT.withQueries(20),
                    new DecoderStart.PretrainedModel(language),
                    "the command");
            assertThat(usual.otherRate()).isLessThan(DecoderRecipe.defaultPlan().otherRate());
            assertThat(recipe.train(model.probed(), prepared, progress -> {
                        if (!Double.isNaN(progress.loss())) {
                            losses.add(progress.loss());
                        }
                    }))
                    .isTrue();
        }
        assertThat(losses.get(losses.size() - 1))
                .isLessThan(losses.get(0))
                .isLessThan(Math.log(15) - 0.1); // of guessing
        ModelCard.Decoder card = Objects.requireNonNull(ModelCard.read(prepared).decoder());
        assertThat(card.encoder().gated()).isTrue();
        assertThat(card.encoder().reads()).containsExactly("a0.1", "a1.1");
        assertThat(card.training().plan()).containsEntry("start", "language").containsEntry("accumulate", 2);
        try (LoadedModel model = load(prepared)) {
            assertThat(model.requireDecoder().shape().sites()).isEqualTo(some);
            List<int[]> samples =
                    model.requireDecoder().sample(SampleRequest.of(new float[30][8], 1, 1), new SplittableRandom(1));
            assertThat(samples)
                    .hasSize(30)
                    .allSatisfy(sample -> assertThat(sample.length).isBetween(2, 14));
        }
    }

    @Test
    void begins_added_tokens_as_the_mean_of_the_others() throws IOException {
        Vocabulary vocabulary = TinyModels.TASK.vocabulary();
        RandomModelFolder.write(language, new TransformerConfig(14, 20, 24, 1, 3, 48, 1e-5f, Activation.GELU_NEW), 2);
        try (NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode off = Torch.withoutGradient()) {
            DecoderConfig config = new DecoderConfig(
                    new TransformerConfig(vocabulary.size(), 14, 24, 1, 3, 48, 1e-5f, Activation.GELU_NEW),
                    TinyModels.sites(),
                    8,
                    12,
                    1,
                    2,
                    true);
            FlatParameters parameters = new PretrainedParameters(language).of(manager, config, 0);
            NDArray tokens = Objects.requireNonNull(
                    parameters.views(parameters.values(), manager).get("wte.weight"));
            assertThat(tokens.get("14").toFloatArray())
                    .containsExactly(tokens.get("0:14").mean(new int[] {0}).toFloatArray(), within(1e-6f));
        }
    }

    @Test
    void a_language_model_of_other_tokens_is_refused() throws IOException {
        RandomModelFolder.write(language, new TransformerConfig(9, 20, 24, 1, 3, 48, 1e-5f, Activation.GELU_NEW), 2);
        try (LoadedModel model = load(prepared())) {
            assertThatThrownBy(() ->
                            DecoderRecipe.config(model.probed(), model.probed().sites(), language))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "start %s: it has 9 tokens, and the task's vocabulary 15: take a language model with"
                                    + " the same tokens",
                            language);
        }
    }
}
