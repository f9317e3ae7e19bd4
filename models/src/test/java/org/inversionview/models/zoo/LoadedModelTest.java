package org.inversionview.models.zoo;

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
import java.util.Optional;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.InversionView.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.LoadedModel.Request;
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

    /** Writes a probed model, a decoder and their card. */
    private static void writeModel(Path folder) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
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
        try (LoadedModel model = LoadedModel.load(request(folder, true))) {
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
        try (LoadedModel model = LoadedModel.load(request(folder, false))) {
            assertThat(model.decoder()).isEmpty();
            assertThatThrownBy(model::inversionView)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "model %s was loaded with processed=false, and its decoder reads processed activations: load it with processed=true"
                                    .formatted(folder));
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
        assertThatThrownBy(() -> LoadedModel.load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is not the file that card.json describes (sha256 %s…, expected %s…): fetch both again"
                        .formatted(file, WeightFile.sha256(file).substring(0, 16), expected));
    }

    @Test
    void a_missing_weight_file_is_one_line(@TempDir Path folder) throws IOException {
        writeModel(folder);
        Files.delete(folder.resolve("p"));
        assertThatThrownBy(() -> LoadedModel.load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("no weight file %s: the model's card.json names it; put it back"
                        .formatted(folder.resolve("p")));
    }

    @Test
    void without_its_decoder_s_file_a_model_answers_all_else(@TempDir Path folder) throws IOException {
        writeModel(folder);
        Files.delete(folder.resolve("d"));
        try (LoadedModel model = LoadedModel.load(request(folder, true))) {
            assertThat(model.provenance().decoderSha256()).isEmpty();
            assertThatThrownBy(model::inversionView)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the decoder of model %s is missing: put back %s, which its card.json names, or %%train decoder",
                            folder, folder.resolve("d"));
        }
    }

    @Test
    void says_what_models_there_are() {
        assertThatThrownBy(() -> LoadedModel.load(request("nonesuch", true)))
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
        assertThatThrownBy(() -> LoadedModel.load(request(folder, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "folder %s does not say which vocabulary it has: add task=addition".formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CPU", "gpu", "cuda:0", "gpu-1"})
    void rejects_an_unknown_device(String device) {
        assertThatThrownBy(() -> LoadedModel.load(new Request("addition", Optional.empty(), true, device)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device=%s: write auto, cpu, or gpu0 for the first GPU".formatted(device));
    }

    @Test
    void says_when_there_is_no_such_gpu() {
        assertThatThrownBy(() -> LoadedModel.load(new Request("addition", Optional.empty(), true, "gpu99")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("device=gpu99: PyTorch sees ")
                .hasMessageEndingWith(" before the kernel starts (README, On a GPU)");
    }

    @Test
    void says_when_a_card_cannot_be_read(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("card.json"), "{\"name\": ");
        assertThatThrownBy(() -> LoadedModel.load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("%s cannot be read: ".formatted(folder.resolve("card.json")));
    }
}
