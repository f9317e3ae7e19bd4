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
import java.util.regex.Pattern;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OpenManagers;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Query;
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
import org.junit.jupiter.params.provider.CsvSource;
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
                Cards.encoder(DECODER, TinyModels.sites()),
                0.5,
                0.02,
                0.9,
                0.1,
                null,
                null,
                null,
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
            assertThat(model.provenance().versions())
                    .containsOnlyKeys("inversionview", "java", "djl", "pytorch", "threads");
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
                .hasMessageEndingWith(" before the program starts (kernel-ext/GPU.md)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":  | ` is not JSON (line 1, column 9)`",
                "{}  | : name is missing",
                "[] | ` is a list: it must be an object`",
                "null | ` is null`",
                "{\"name\": \"tiny\", \"task\": null} | : task is missing",
                "{\"name\": \"tiny\", \"task\": \"addition\", \"description\": \"\"} | : probed is missing",
            })
    void says_what_is_wrong_with_a_card(String card, String problem, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("card.json"), card);
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s%s; fetch or train the model again", folder.resolve("card.json"), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"file\" : \"p\", | `` | probed.file is missing",
                "\"width\" : 8 | \"width\" : \"x\" | probed.config.width is \"x\": it must be a whole number",
                "\"width\" : 8 | \"width\" : 8.5 | probed.config.width is 8.5: it must be a whole number",
                "\"width\" : 8 | \"width\" : 99999999999 | probed.config.width is a number out of all range",
                "\"width\" : 8 | \"width\" : null | probed.config.width is missing: it must be a whole number",
                "\"width\" : 8 | \"width\" : 8, \"width\" : 8 | field width stands there twice",
                "\"width\" : 8 | \"width\" : 8, \"depth\" : 8 | there is no field probed.config.depth",
                "\"exact_match\" : 0.5 | \"exact_match\" : 1e400 | probed: exact_match is Infinity: it must be from 0 to 1",
                "\"exact_match\" : 0.5 | \"exact_match\" : -1 | probed: exact_match is -1.0: it must be from 0 to 1",
                "\"task\" : \"addition\" | \"task\" : 1 | task is 1: it must be a text",
                "\"interval\" : [ 0.24, 0.76 ] | \"interval\" : {} | decoder.sites.x0.pre.interval is an object: it must be a list",
                "\"steps\" : 1 | \"steps\" : null | probed.training.plan.steps is missing",
            })
    void names_the_field_of_a_card_that_is_wrong(String part, String other, String problem, @TempDir Path folder)
            throws IOException {
        writeModel(folder);
        Path card = folder.resolve("card.json");
        String right = Files.readString(card).replace("\"seed\" : 1", "\"steps\" : 1");
        assertThat(right).contains(part);
        Files.writeString(card, right.replace(part, other));
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: %s; fetch or train the model again", card, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"layers\" : 2 | \"layers\" : 2147483647 | layers 2147483647: it must be at most 1,000",
                "\"positions\" : 14 | \"positions\" : 2147483647 | positions 2147483647: it must be at most 131,072",
                "\"mlp_width\" : 16 | \"mlp_width\" : -1 | MLP width -1: it must be at least 1",
                "\"layer_norm_epsilon\" : 1.0E-5 | \"layer_norm_epsilon\" : -1.0 | LayerNorm's epsilon -1.0: it must be above 0 and at most 1",
                "\"layer_norm_epsilon\" : 1.0E-5 | \"layer_norm_epsilon\" : 1e300 | LayerNorm's epsilon Infinity: it must be above 0 and at most 1",
                "\"activation\" : \"gelu_new\" | \"activation\" : \"silu\" | activation silu: it must be gelu_new or gelu or relu",
                "\"sites\" : 11 | \"sites\" : 2147483647 | it is another model's decoder: its sites are 2147483647, this model's 11",
                "\"slots\" : 3 | \"slots\" : 0 | a decoder's slots: 0, it must be from 1 to 1,000",
            })
    void numbers_that_size_a_model_have_bounds(String part, String other, String problem, @TempDir Path folder)
            throws IOException {
        writeModel(folder);
        Path card = folder.resolve("card.json");
        assertThat(Files.readString(card)).contains(part);
        Files.writeString(card, Files.readString(card).replaceFirst(Pattern.quote(part), other));
        int before = OpenManagers.count();
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: %s", card, problem);
        assertThat(OpenManagers.count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "d", "card.json"})
    void only_regular_files_are_read(String name, @TempDir Path folder) throws IOException {
        writeModel(folder);
        Files.delete(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/zero"));
        assertThatThrownBy(() -> load(request(folder, true)))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is no regular file, but a device or a pipe: only files are read", folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/etc/passwd"})
    void a_file_is_no_model(String file) {
        assertThatThrownBy(() -> load(request(file, true)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "model %s: it is no folder, and a model is one, with card.json, or config.json and model.safetensors",
                        file);
    }

    @Test
    void absurd_names_are_one_short_line() {
        String line = "no model '%s': nothing can have that name";
        assertThatThrownBy(() -> load(request("a\0\nb", true))).hasMessage(line.formatted("a␀␊b"));
        for (String name : new String[] {"x".repeat(100_000), "x/".repeat(50_000), "a/" + "b".repeat(97)}) {
            assertThatThrownBy(() -> load(request(name, true)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("no model '" + name.substring(0, Math.min(99, name.length())))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        }
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
                            null,
                            null,
                            null,
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
