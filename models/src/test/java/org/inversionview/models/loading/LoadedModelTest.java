package org.inversionview.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OpenManagers;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.InversionView.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.loading.LoadedModel.Request;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedModelTest {

    private static final DecoderConfig DECODER = TinyModels.decoderConfig(11);
    private static final ModelCard.Training TRAINING =
            new ModelCard.Training("train", Map.of("seed", 1), 1, "CPU", null);

    private static Request request(Object nameOrFolder, boolean processed) {
        return new Request(nameOrFolder.toString(), Optional.empty(), processed, "cpu");
    }

    private static LoadedModel load(Request request) throws IOException {
        return LoadedModel.load(request, new TaskRegistry());
    }

    /** Writes a probed model, a decoder and their card. */
    private static void writeModel(Path folder) throws IOException {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            NDList probed = new NDList();
            TinyModels.arrays(manager, ParameterShapes.of(TinyModels.PROBED), 1).forEach((name, array) -> {
                array.setName(name);
                probed.add(array);
            });
            WeightFile.write(folder.resolve("p"), probed);
            float[] deviations = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
            WeightFile.write(
                    folder.resolve("d"),
                    TrainedDecoder.arrays(
                            manager,
                            TinyModels.arrays(manager, DECODER.shapes(), 2),
                            new SiteStatistics(new float[11][8], deviations)));
        }
        ModelCard.Probed probed = new ModelCard.Probed(
                "p", WeightFile.sha256(folder.resolve("p")), Cards.shape(TinyModels.PROBED), 0.5, 10, null, TRAINING);
        ModelCard.Decoder decoder = new ModelCard.Decoder(
                "d",
                WeightFile.sha256(folder.resolve("d")),
                Cards.shape(DECODER.transformer()),
                Cards.encoder(DECODER),
                0.5,
                0.02,
                0.9,
                0.1,
                7,
                Map.of("x0.pre", new ModelCard.SiteQuality(0.5, List.of(0.24, 0.76), 10, Map.of("F1", 0.5), 0.9, 0.8)),
                null,
                TRAINING);
        new ModelCard("tiny", "addition", "A tiny one.", probed, decoder).write(folder);
    }

    @Test
    void a_folder_is_not_taken_for_the_shipped_model_of_its_name() {
        assertThat(Path.of(
                        LoadedModel.Request.ofFolder(Path.of("addition"), "cpu").nameOrFolder()))
                .isEqualTo(Path.of(".", "addition"));
        assertThat(LoadedModel.Request.ofFolder(Path.of("mine"), "cpu").nameOrFolder())
                .isEqualTo("mine");
    }

    @Test
    void a_folder_with_a_card_is_ready_to_be_asked(@TempDir Path folder) throws IOException {
        writeModel(folder);
        try (LoadedModel model = load(request(folder, true))) {
            assertThat(model.card().orElseThrow()).isEqualTo(ModelCard.read(folder));
            assertThat(model.provenance().processed()).isTrue();
            assertThat(model.provenance().probedSha256()).isEqualTo(WeightFile.sha256(folder.resolve("p")));
            assertThat(model.provenance().decoderSha256()).isEqualTo(WeightFile.sha256(folder.resolve("d")));
            assertThat(model.provenance().device()).isEqualTo("cpu");
            assertThat(model.provenance().versions()).containsOnlyKeys("inversionview", "java", "djl", "pytorch");
            int before = model.nativeArrays();
            int[] input = model.probed().task().parse("615+861");
            SamplingSettings settings = new SamplingSettings(
                    20, 0.5, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, 1, 5);
            Query query = new Query(input, ActivationSite.parse("a1.1"), 9);
            assertThat(model.inversionView().inspect(query, settings).proposals())
                    .isEqualTo(20);
            assertThat(model.nativeArrays()).isEqualTo(before);
        }
    }

    @Test
    void configurations_survive_their_card() {
        assertThat(Cards.config(Cards.shape(TinyModels.PROBED))).isEqualTo(TinyModels.PROBED);
        assertThat(Cards.config(Cards.shape(DECODER.transformer()))).isEqualTo(DECODER.transformer());
    }

    @Test
    void raw_weights_come_without_a_decoder(@TempDir Path folder) throws IOException {
        writeModel(folder);
        try (LoadedModel model = load(request(folder, false))) {
            assertThat(model.decoder()).isEmpty();
            assertThatThrownBy(model::inversionView)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "decoder of model %s: it reads processed activations, and the model's weights were loaded raw"
                                    .formatted(folder));
            assertThat(model.missing()).contains(new MissingDecoder.RawWeights());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "d"})
    void refuses_a_file_that_is_not_the_card_s(String name, @TempDir Path folder) throws IOException {
        writeModel(folder);
        Path file = folder.resolve(name);
        String expected = WeightFile.sha256(file).substring(0, 16);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is not the file that card.json describes (sha256 %s…, expected %s…): fetch both again"
                        .formatted(file, WeightFile.sha256(file).substring(0, 16), expected));
    }

    @Test
    void a_missing_weight_file_is_one_line(@TempDir Path folder) throws IOException {
        writeModel(folder);
        Files.delete(folder.resolve("p"));
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("no weight file %s: the model's card.json names it; put it back"
                        .formatted(folder.resolve("p")));
    }

    @Test
    void without_its_decoder_s_file_a_model_answers_all_else(@TempDir Path folder) throws IOException {
        writeModel(folder);
        Files.delete(folder.resolve("d"));
        try (LoadedModel model = load(request(folder, true))) {
            assertThat(model.provenance().decoderSha256()).isEmpty();
            assertThatThrownBy(model::inversionView)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "decoder of model %s: its file %s is missing: put it back, the model's card.json names it",
                            folder, folder.resolve("d"));
            assertThat(model.missing()).contains(new MissingDecoder.NoFile(folder.resolve("d")));
        }
    }

    @Test
    void says_what_models_there_are() {
        assertThatThrownBy(() -> load(request("nonesuch", true)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "no model 'nonesuch': it is neither shipped (%s) nor a folder, and on the hub a model is owner/name, or one of distilgpt2, gpt2, gpt2-large, gpt2-medium, gpt2-xl"
                                .formatted(String.join(", ", Zoo.names())));
    }

    @Test
    void a_folder_without_a_card_needs_a_task(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                "{\"vocab_size\": 15, \"n_positions\": 14, \"n_embd\": 8, \"n_layer\": 2, \"n_head\": 2}");
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(
                        "task: %s does not say which vocabulary it has, and so needs a task; there is addition, "
                                .formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CPU", "gpu", "cuda:0", "gpu-1"})
    void rejects_an_unknown_device(String device) {
        assertThatThrownBy(() -> load(new Request("addition", Optional.empty(), true, device)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("device%s: write auto, cpu, or gpu0 for the first GPU"
                        .formatted(device.isEmpty() ? "" : " " + device));
    }

    @Test
    void says_when_there_is_no_such_gpu() {
        assertThatThrownBy(() -> load(new Request("addition", Optional.empty(), true, "gpu99")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("device gpu99: PyTorch sees ")
                .hasMessageEndingWith(" before the program starts (README, On a GPU)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": ", "{}", "[]", "{\"name\": \"tiny\", \"task\": \"addition\"}"})
    void says_when_a_card_cannot_be_read(String card, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("card.json"), card);
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s does not describe a model: fetch or train it again", folder.resolve("card.json"));
    }

    @Test
    void a_model_that_is_refused_holds_no_native_memory(@TempDir Path folder) throws IOException {
        writeModel(folder);
        ModelCard card = ModelCard.read(folder);
        ModelCard.Decoder decoder = Objects.requireNonNull(card.decoder());
        int before = OpenManagers.count();
        for (String file : new String[] {"p", "no\0name", "card.json"}) { // another's weights, no file name, no weights
            card.withDecoder(new ModelCard.Decoder(
                            file,
                            file.equals("no\0name") ? "" : WeightFile.sha256(folder.resolve(file)),
                            decoder.transformer(),
                            decoder.encoder(),
                            0.5,
                            0.02,
                            0.9,
                            0.1,
                            7,
                            decoder.sites(),
                            null,
                            TRAINING))
                    .write(folder);
            assertThatThrownBy(() -> load(request(folder, true)))
                    .as(file)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString());
        }
        assertThat(OpenManagers.count()).isEqualTo(before);
    }

    /** A task whose name cannot be told any more, once it is broken. */
    private static final class Breaking implements Task {

        private boolean broken;

        @Override
        public String name() {
            if (broken) {
                throw new IllegalStateException("it is broken");
            }
            return "breaking";
        }

        @Override
        public Vocabulary vocabulary() {
            return TinyModels.TASK.vocabulary();
        }

        @Override
        public int maxLength() {
            return TinyModels.TASK.maxLength();
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return TinyModels.TASK.sample(random);
        }
    }

    @Test
    void what_fails_beside_the_weights_leaves_no_native_memory_open(@TempDir Path folder) throws IOException {
        writeModel(folder);
        Files.move(folder.resolve("p"), folder.resolve("model.safetensors"));
        Files.delete(folder.resolve("card.json"));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"vocab_size\": 15, \"n_positions\": 14, \"n_embd\": 8, \"n_layer\": 2, \"n_head\": 2, \"n_inner\": 16,"
                        + " \"activation_function\": \"gelu_new\", \"layer_norm_epsilon\": 1e-5}");
        Breaking task = new Breaking();
        TaskRegistry tasks = new TaskRegistry();
        tasks.register(task);
        Request request = new Request(folder.toString(), Optional.of("breaking"), true, "cpu");
        LoadedModel.load(request, tasks).close();
        task.broken = true;
        int before = OpenManagers.count();
        assertThatThrownBy(() -> LoadedModel.load(request, tasks)).hasMessage("it is broken");
        assertThat(OpenManagers.count()).isEqualTo(before);
    }
}
