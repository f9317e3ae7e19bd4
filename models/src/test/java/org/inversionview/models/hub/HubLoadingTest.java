package org.inversionview.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.models.SafetensorsWriter;
import org.inversionview.models.SafetensorsWriter.Format;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.inversion.BosAttention;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.recipe.DecoderFolder;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.recipe.DecoderStart;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.weights.WeightFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GPT-2 of two narrow blocks and GPT-2's whole vocabulary, from a local hub to a preimage. */
class HubLoadingTest {

    private static final TransformerConfig SHAPE =
            new TransformerConfig(50_257, 40, 8, 2, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW);
    private static final String CONFIG =
            "{\"model_type\":\"gpt2\",\"vocab_size\":50257,\"n_positions\":40,\"n_embd\":8,\"n_layer\":2,\"n_head\":2,\"n_inner\":16}";
    private static final String MARY = "When Mary and John went to the store, John gave a drink to";

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final FakeHub hub;

    HubLoadingTest(@TempDir Path home) throws IOException {
        this.home = home;
        Map<String, Shape> shapes = ParameterShapes.of(SHAPE);
        Map<String, float[]> values = TinyModels.values(shapes, 3);
        SafetensorsWriter first = new SafetensorsWriter();
        SafetensorsWriter second = new SafetensorsWriter();
        StringBuilder index = new StringBuilder();
        values.forEach((name, own) -> {
            boolean embedding = name.startsWith("w");
            (embedding ? first : second).add(name, Format.F32, Objects.requireNonNull(shapes.get(name)), own);
            index.append(index.isEmpty() ? "" : ",")
                    .append("\"%s\":\"model-0000%s-of-00002.safetensors\"".formatted(name, embedding ? 1 : 2));
        });
        second.add("h.0.attn.bias", Format.F32, new Shape(1, 1, 2, 2), 1, 0, 1, 1);
        hub = new FakeHub(Map.of(
                "config.json", CONFIG.getBytes(StandardCharsets.UTF_8),
                "model.safetensors.index.json", ("{\"weight_map\":{" + index + "}}").getBytes(StandardCharsets.UTF_8),
                "model-00001-of-00002.safetensors", first.bytes(),
                "model-00002-of-00002.safetensors", second.bytes()));
        environment.put("HF_ENDPOINT", hub.address());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static final SamplingSettings FEW = new SamplingSettings(
            8, 0.1, SamplingSettings.DEFAULT.metric(), SamplingSchedule.parse("1"), SamplingSettings.BEST, 0, 4);

    private final TaskRegistry tasks = new TaskRegistry();

    private HubModels models() {
        return new HubModels(new HubSettings(environment, home));
    }

    private LoadedModel load(boolean processed) throws IOException {
        return LoadedModel.load(
                new LoadedModel.Request(FakeHub.REPOSITORY, Optional.empty(), processed, "cpu"),
                tasks,
                models(),
                HubModels.Listener.NONE);
    }

    @Test
    void a_model_by_name_reads_any_text() throws IOException {
        float[][] raw;
        int[] input;
        try (LoadedModel model = load(false)) {
            assertThat(model.name()).isEqualTo(FakeHub.REPOSITORY);
            assertThat(model.provenance().task()).isEqualTo("ioi-gpt2");
            input = model.probed().task().parse("Tokens like 🙂 are bytes");
            raw = model.probed().logProbabilities(input);
            assertThat(raw[0]).hasSize(50_257);
        }
        try (LoadedModel model = load(true)) {
            float[][] processed = model.probed().logProbabilities(input);
            for (int i = 0; i < 50_257; i += 97) {
                assertThat(processed[3][i]).isCloseTo(raw[3][i], org.assertj.core.data.Offset.offset(1e-4f));
            }
            assertThatThrownBy(model::requireDecoder)
                    .hasMessage("decoder of model " + FakeHub.REPOSITORY + ": there is none: train one first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "letters"})
    void a_decoder_is_trained_and_sampled(String corpus) throws IOException {
        if (!corpus.isEmpty()) {
            StringBuilder text = new StringBuilder("A line of text to read.\n\n");
            IntStream.range(0, 100).forEach(i -> text.append("Letter %s says: read this number.\n".formatted(i)));
            Path file = Files.writeString(home.resolve("letters.txt"), text);
            tasks.register(TextCorpus.ofLines(corpus, file, 6));
        }
        Path folder = new DecoderFolder(tasks, models(), HubModels.Listener.NONE)
                .prepare(
                        FakeHub.REPOSITORY,
                        Optional.of(corpus).filter(name -> !name.isEmpty()),
                        Optional.of(home.resolve("decoder")));
        TrainingPlan usual = DecoderRecipe.defaultPlan();
        try (LoadedModel model = LoadedModel.load(LoadedModel.Request.ofFolder(folder, "cpu"), tasks)) {
            DecoderRecipe recipe = new DecoderRecipe(
                    DecoderRecipe.config(model.probed(), model.probed().sites(), 32, 1),
                    new TrainingPlan(2, 4, 1, 0.02, 0.002, 0.02, 0.01, 1, usual.averaging(), 0),
                    1,
                    0,
                    4,
                    10,
                    SamplingSchedule.PLAIN,
                    new EvaluationSettings(
                            0.1, Distance.EUCLIDEAN, BosAttention.ANY, SamplingSchedule.PLAIN, 4, 1, 2, 0),
                    DecoderStart.RANDOM,
                    "a test");
            assertThat(recipe.train(model.probed(), folder, (Progress progress) -> {}))
                    .isTrue();
        }
        ModelCard card = ModelCard.read(folder);
        assertThat(card.task()).isEqualTo(corpus.isEmpty() ? "ioi-gpt2" : corpus);
        assertThat(card.probed().sha256())
                .isEqualTo(WeightFolder.sha256(Path.of(card.probed().file())));

        try (LoadedModel model = LoadedModel.load(LoadedModel.Request.ofFolder(folder, "cpu"), tasks)) {
            int[] query = model.probed().task().parse(corpus.isEmpty() ? MARY : "to read");
            EpsilonPreimage found =
                    model.inversionView().inspect(new Query(query, ActivationSite.parse("a1.1"), 2), FEW);
            assertThat(found.samples()).isNotEmpty();
        }
    }

    @Test
    void a_decoder_begins_from_a_model_of_the_hub_and_learns_from_kept_activations_of_a_corpus() throws IOException {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 100).forEach(i -> text.append("Letter %s says: read this number.\n".formatted(i)));
        tasks.register(TextCorpus.ofLines("letters", Files.writeString(home.resolve("letters.txt"), text), 6));
        DecoderFolder folders = new DecoderFolder(tasks, models(), HubModels.Listener.NONE);
        Path folder = folders.prepare(FakeHub.REPOSITORY, Optional.of("letters"), Optional.of(home.resolve("decoder")));
        Path language = folders.languageModel(FakeHub.REPOSITORY);
        List<Double> losses = new ArrayList<>();
        try (LoadedModel model = LoadedModel.load(LoadedModel.Request.ofFolder(folder, "cpu"), tasks)) {
            List<ActivationSite> some = SitePatterns.listed(model.probed().sites(), "a1.*");
            DecoderRecipe recipe = new DecoderRecipe(
                    DecoderRecipe.config(model.probed(), some, language),
                    new TrainingPlan(12, 8, 1, 0.02, 0.02, 0.5, 0.01, 1, 0.5, 0),
                    2,
                    0,
                    4,
                    6,
                    SamplingSchedule.PLAIN,
                    1 << 20,
                    EvaluationSettings.DEFAULT.quick(8, 0).at(new BosAttention(0.6)),
                    new DecoderStart.PretrainedModel(language),
                    "a test");
            assertThat(recipe.train(model.probed(), folder, progress -> losses.add(progress.loss())))
                    .isTrue();
        }
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
        ModelCard.Decoder card = Objects.requireNonNull(ModelCard.read(folder).decoder());
        assertThat(Objects.requireNonNull(card.bosAttention()).most()).isEqualTo(0.6);
        try (LoadedModel model = LoadedModel.load(LoadedModel.Request.ofFolder(folder, "cpu"), tasks)) {
            int[] query = model.probed().task().parse("read this number");
            assertThat(model.inversionView()
                            .inspect(new Query(query, ActivationSite.parse("a1.1"), 2), FEW)
                            .samples())
                    .isNotEmpty();
        }
    }

    @Test
    void another_tokenizer_is_refused() throws IOException {
        Path folder;
        try (LoadedModel model = load(true)) {
            folder = models().folder(HubName.of(model.name()).orElseThrow(), HubModels.Listener.NONE);
        }
        Files.writeString(folder.resolve("vocab.json"), "{\"!\":0,\"\\\"\":5}");
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is another vocabulary than GPT-2's (token '\"' has id 5 there, 1 here)");
    }

    @Test
    void the_hash_of_several_files_is_that_of_their_hashes() throws IOException {
        Path folder = models().folder(HubName.of(FakeHub.REPOSITORY).orElseThrow(), HubModels.Listener.NONE);
        String first = WeightFile.sha256(folder.resolve("model-00001-of-00002.safetensors"));
        String second = WeightFile.sha256(folder.resolve("model-00002-of-00002.safetensors"));
        assertThat(WeightFolder.sha256(folder)).isEqualTo(WeightFile.sha256(first + second));
        assertThat(List.of(first, second)).doesNotHaveDuplicates();
    }
}
