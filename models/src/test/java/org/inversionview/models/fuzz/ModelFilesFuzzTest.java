package org.inversionview.models.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.inversionview.models.OpenManagers;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tokenizer.FolderTokenizer;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.weights.WeightFolder;

/** The files that make up a model, each hostile in turn, the others right. */
@PropertyDefaults(
        tries = Integer.MAX_VALUE,
        edgeCases = EdgeCasesMode.NONE,
        afterFailure = AfterFailureMode.SAMPLE_FIRST)
@AddLifecycleHook(ForAWhile.class)
class ModelFilesFuzzTest {

    private static final String SEED = "17";

    private static final String CONFIG = """
            {"model_type": "gpt2", "vocab_size": 15, "n_positions": 14, "n_embd": 8, "n_layer": 2, "n_head": 2,
             "n_inner": 16, "layer_norm_epsilon": 1e-05, "activation_function": "gelu_new", "scale_attn_weights": true}
            """;

    private static final String TOKENIZER = """
            {"version": "1.0", "truncation": null, "padding": null, "normalizer": {"type": "NFC"},
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "vocab": {"<s>": 0, "a": 1, "b": 2, "ab": 3},
               "merges": [["a", "b"]]}}
            """;

    private static final DecoderConfig DECODER = TinyModels.decoderConfig(11);

    private final TaskRegistry tasks = new TaskRegistry();
    private final Refusal configs = new Refusal("config");
    private final Refusal cards = new Refusal("card");
    private final Refusal weights = new Refusal("weights");
    private final Refusal indices = new Refusal("index");
    private final Refusal tokenizers = new Refusal("tokenizer");

    private static void writeWeights(Path probed, Path decoder) throws IOException {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            NDList arrays = new NDList();
            TinyModels.arrays(manager, ParameterShapes.of(TinyModels.PROBED), 1).forEach((name, array) -> {
                array.setName(name);
                arrays.add(array);
            });
            WeightFile.write(probed, arrays);
            float[] deviations = new float[DECODER.sites().size()];
            Arrays.fill(deviations, 1);
            SiteStatistics statistics =
                    new SiteStatistics(new float[DECODER.sites().size()][8], deviations);
            WeightFile.write(
                    decoder,
                    TrainedDecoder.arrays(manager, TinyModels.arrays(manager, DECODER.shapes(), 2), statistics));
        }
    }

    private static ModelCard card(Path folder) throws IOException {
        ModelCard.Training training = new ModelCard.Training("train", Map.of("seed", 1), 1, "CPU", null);
        return new ModelCard(
                "tiny",
                "addition",
                "A tiny one.",
                new ModelCard.Probed(
                        "p",
                        WeightFile.sha256(folder.resolve("p")),
                        Cards.shape(TinyModels.PROBED),
                        0.5,
                        10,
                        Map.of("carry", 0.5),
                        training),
                new ModelCard.Decoder(
                        "d",
                        WeightFile.sha256(folder.resolve("d")),
                        Cards.shape(DECODER.transformer()),
                        Cards.encoder(DECODER, TinyModels.sites()),
                        0.5,
                        0.02,
                        0.9,
                        0.1,
                        "cosine",
                        new ModelCard.BosAttention(0.9, 0.2),
                        "1+cosine",
                        7,
                        Map.of(
                                "x0.pre",
                                new ModelCard.SiteQuality(0.5, List.of(0.2, 0.8), 10, Map.of("F1", 0.5), 1, 1.0)),
                        new ModelCard.Coverage(
                                100,
                                "1",
                                0.1,
                                "cosine",
                                200,
                                10,
                                5,
                                7,
                                Map.of(
                                        "x0.pre",
                                        new ModelCard.SiteCoverage(
                                                0.5, List.of(0.2, 0.8), 10, 1, Map.of("F1", 0.5), Map.of("F1", 0.9)))),
                        training));
    }

    /** Loads a folder as a person does, closes it, and sees that no native memory is left open. */
    private void load(Path file) throws IOException {
        int before = OpenManagers.count();
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Optional<String> task =
                Files.exists(folder.resolve(ModelCard.FILE)) ? Optional.empty() : Optional.of("addition");
        try {
            LoadedModel.load(new LoadedModel.Request(folder.toString(), task, true, "cpu"), tasks)
                    .close();
        } finally {
            assertThat(OpenManagers.count()).isLessThanOrEqualTo(before);
        }
    }

    private static List<byte[]> all(byte[] right, Refusal refusal) throws IOException {
        List<byte[]> all = new ArrayList<>(List.of(right));
        all.addAll(refusal.found());
        return all;
    }

    @Provide
    Arbitrary<byte[]> configs() throws IOException {
        writeWeights(
                configs.folder().resolve(WeightFolder.ONE_FILE),
                configs.folder().resolve("d"));
        return HostileFiles.json(all(CONFIG.getBytes(StandardCharsets.UTF_8), configs));
    }

    @Property(seed = SEED)
    void a_config_is_read_or_refused(@ForAll("configs") byte[] config) throws IOException {
        configs.check(config, configs.folder().resolve("config.json"), this::load);
    }

    @Provide
    Arbitrary<byte[]> cards() throws IOException {
        Path folder = cards.folder();
        writeWeights(folder.resolve("p"), folder.resolve("d"));
        card(folder).write(folder);
        return HostileFiles.json(all(Files.readAllBytes(folder.resolve(ModelCard.FILE)), cards));
    }

    @Property(seed = SEED)
    void a_card_is_read_or_refused(@ForAll("cards") byte[] card) throws IOException {
        cards.check(card, cards.folder().resolve(ModelCard.FILE), this::load);
    }

    @Provide
    Arbitrary<byte[]> weights() throws IOException {
        Path file = weights.folder().resolve("p");
        writeWeights(file, weights.folder().resolve("d"));
        return HostileFiles.weights(all(Files.readAllBytes(file), weights));
    }

    @Property(seed = SEED)
    void a_weight_file_is_read_or_refused(@ForAll("weights") byte[] file) throws IOException {
        weights.check(file, weights.folder().resolve("hostile"), this::readWeights);
    }

    private void readWeights(Path file) throws IOException {
        int before = OpenManagers.count();
        try {
            ProbedModelLoader.file(file, TinyModels.PROBED, TinyModels.TASK, true, Device.cpu())
                    .close();
            try (NDManager manager = PyTorch.open(Device.cpu())) {
                WeightFile.read(manager, file);
            }
        } finally {
            assertThat(OpenManagers.count()).isLessThanOrEqualTo(before);
        }
    }

    @Provide
    Arbitrary<byte[]> indices() throws IOException {
        Path folder = indices.folder();
        writeWeights(folder.resolve(WeightFolder.ONE_FILE), folder.resolve("d"));
        Files.writeString(folder.resolve("config.json"), CONFIG);
        String right = "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"wte.weight\":\"model.safetensors\"}}";
        return HostileFiles.json(all(right.getBytes(StandardCharsets.UTF_8), indices));
    }

    @Property(seed = SEED)
    void an_index_is_read_or_refused(@ForAll("indices") byte[] index) throws IOException {
        indices.check(index, indices.folder().resolve(WeightFolder.INDEX), this::load);
    }

    @Provide
    Arbitrary<byte[]> tokenizers() throws IOException {
        tokenizers.folder();
        return HostileFiles.json(all(TOKENIZER.getBytes(StandardCharsets.UTF_8), tokenizers));
    }

    @Property(seed = SEED)
    void a_tokenizer_is_read_or_refused(@ForAll("tokenizers") byte[] tokenizer) throws IOException {
        tokenizers.check(tokenizer, tokenizers.folder().resolve("tokenizer.json"), ModelFilesFuzzTest::cut);
    }

    private static void cut(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Vocabulary vocabulary =
                FolderTokenizer.read(folder, 15, OptionalInt.of(0)).orElseThrow();
        vocabulary.decode(vocabulary.withEnds(vocabulary.encode("abba <s> ab")));
    }

    @Example
    void what_was_found_once_is_mended() throws IOException {
        configs();
        cards();
        weights();
        indices();
        tokenizers();
        for (byte[] file : configs.found()) {
            a_config_is_read_or_refused(file);
        }
        for (byte[] file : cards.found()) {
            a_card_is_read_or_refused(file);
        }
        for (byte[] file : weights.found()) {
            a_weight_file_is_read_or_refused(file);
        }
        for (byte[] file : indices.found()) {
            an_index_is_read_or_refused(file);
        }
        for (byte[] file : tokenizers.found()) {
            a_tokenizer_is_read_or_refused(file);
        }
    }
}
