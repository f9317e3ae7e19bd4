package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.inversionview.models.SafetensorsWriter;
import org.inversionview.models.SafetensorsWriter.Format;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.WeightFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbedModelLoaderTest {

    private static final String CONFIG = """
            {"model_type": "gpt2", "vocab_size": 15, "n_positions": 14, "n_embd": 8, "n_layer": 2, "n_head": 2,
             "n_inner": 16, "layer_norm_epsilon": 1e-05, "activation_function": "gelu_new"}
            """;

    private final Task task = TinyModels.TASK;
    private final int[] input = task.parse("615+861=1476");
    private final Map<String, Shape> shapes = ParameterShapes.of(TinyModels.PROBED);
    private final Map<String, float[]> values = TinyModels.values(shapes, 5);

    private Path folder = Path.of("");

    @BeforeEach
    void writeConfig(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Files.writeString(folder.resolve("config.json"), CONFIG);
    }

    private SafetensorsWriter weights(String prefix, Format format) {
        SafetensorsWriter writer = new SafetensorsWriter();
        values.forEach((name, own) -> writer.add(prefix + name, format, Objects.requireNonNull(shapes.get(name)), own));
        return writer;
    }

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    private ProbedModel load(boolean processed) throws IOException {
        return ProbedModelLoader.folder(folder, task, processed, Device.cpu());
    }

    private float[][] outputs(boolean processed) throws IOException {
        try (ProbedModel model = load(processed)) {
            return model.logProbabilities(input);
        }
    }

    private float[][] reference() {
        try (ProbedModel model = TinyModels.probed(5)) { // the same weights, without a file
            return model.logProbabilities(input);
        }
    }

    private static void assertClose(float[][] found, float[][] expected, double tolerance) {
        assertThat(found).hasNumberOfRows(expected.length);
        for (int row = 0; row < found.length; row++) {
            assertThat(found[row]).containsExactly(expected[row], within((float) tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transformer."})
    void reads_names_with_and_without_the_prefix(String prefix) throws IOException {
        weights(prefix, Format.F32).write(file());
        assertThat(outputs(false)).isDeepEqualTo(reference());
    }

    @Test
    void processing_changes_no_probability() throws IOException {
        weights("transformer.", Format.F32).write(file());
        assertClose(outputs(true), outputs(false), 1e-5); // float32, values to 10
    }

    @Test
    void processed_logits_have_mean_zero_over_the_vocabulary() throws IOException {
        weights("transformer.", Format.F32).write(file());
        ActivationSite logits = ActivationSite.ofModel(ActivationSite.Kind.LOGITS);
        try (ProbedModel model = load(true);
                NDManager scratch = model.manager().newSubManager()) {
            ActivationCache cache = new ActivationCache(Set.of(logits));
            model.runUntilFull(model.batch(scratch, List.of(input)), Hooks.NONE, cache);
            float[] means = cache.get(logits).mean(new int[] {2}).toFloatArray();
            assertThat(means).containsExactly(new float[input.length], within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_separate_unembedding_is_used(boolean processed) throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                CONFIG.replace("\"n_inner\"", "\"tie_word_embeddings\": false, \"n_inner\""));
        float[] own = TinyModels.values(Map.of("u", new Shape(15, 8)), 99).get("u");
        weights("transformer.", Format.F32)
                .add("lm_head.weight", Format.F32, new Shape(15, 8), Objects.requireNonNull(own))
                .write(file());
        float[][] separate = outputs(processed);
        assertThat(separate[0][0]).isNotCloseTo(reference()[0][0], within(1e-3f));
        assertClose(separate, outputs(false), 1e-5);
    }

    @Test
    void an_unembedding_equal_to_the_embedding_is_as_good_as_a_tied_one() throws IOException {
        weights("transformer.", Format.F32)
                .add("lm_head.weight", Format.F32, new Shape(15, 8), Objects.requireNonNull(values.get("wte.weight")))
                .write(file());
        assertThat(outputs(false)).isDeepEqualTo(reference());
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"F16", "BF16", "F64"})
    void reads_other_formats_to_their_precision(Format format) throws IOException {
        weights("transformer.", format).write(file());
        // half of the last of 10 bits; all of the last of 7 bits, because the writer cuts off; float32 exactly
        double relative = format == Format.F16 ? 0x1p-11 : format == Format.BF16 ? 0x1p-7 : 0;
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            WeightFile.read(manager, file()).forEach((name, tensor) -> {
                float[] expected = Objects.requireNonNull(values.get(name.substring("transformer.".length())));
                float[] found = tensor.toFloatArray();
                for (int i = 0; i < found.length; i++) { // 2⁻¹⁴: below it the writer gives no halves
                    assertThat((double) found[i])
                            .isCloseTo(
                                    expected[i],
                                    within(relative * Math.abs(expected[i]) + (relative > 0 ? 0x1p-14 : 0)));
                }
            });
        }
        assertClose(outputs(false), reference(), 30 * relative + 1e-6); // errors of some dozen products add up
    }

    @Test
    void ignores_buffers_and_other_tensors_and_keeps_none_of_them() throws IOException {
        weights("transformer.", Format.F32).write(file());
        int arrays;
        try (ProbedModel model = load(false)) {
            arrays = model.nativeArrays();
        }
        weights("transformer.", Format.F32)
                .add("transformer.h.0.attn.bias", Format.F32, new Shape(1, 1, 2, 2), 1, 0, 1, 1)
                .add("transformer.h.1.attn.bias", Format.U8, new Shape(1, 1, 2, 2), 1, 0, 1, 1)
                .add("transformer.h.0.attn.masked_bias", Format.F32, new Shape(), -1e4f)
                .add("classifier.weight", Format.F32, new Shape(2), 1, 2)
                .write(file());
        try (ProbedModel model = load(false)) {
            assertThat(model.logProbabilities(input)).isDeepEqualTo(reference());
            assertThat(model.nativeArrays()).isEqualTo(arrays);
        }
    }

    @Test
    void processed_weights_stand_in_memory_once() throws IOException {
        weights("transformer.", Format.F32).write(file());
        try (ProbedModel model = load(true)) {
            assertThat(model.nativeArrays()).isEqualTo((int)
                    model.weights().arrays().map(NDArray::getUid).distinct().count());
        }
    }

    @Test
    void processed_weights_write_with_mean_zero_and_read_without_norm() throws IOException {
        weights("transformer.", Format.F32).write(file());
        try (ProbedModel model = load(true)) {
            model.weights().blocks().forEach(block -> {
                assertThat(block.output().weight().mean(new int[] {1}).toFloatArray())
                        .containsExactly(new float[8], within(1e-6f));
                assertThat(block.down().weight().mean(new int[] {1}).toFloatArray())
                        .containsExactly(new float[16], within(1e-6f));
                assertThat(block.attentionNorm().gain().toFloatArray()).containsOnly(1f);
                assertThat(block.mlpNorm().bias().toFloatArray()).containsOnly(0f);
                assertThat(Arrays.copyOfRange(block.qkv().bias().toFloatArray(), 16, 24))
                        .containsOnly(0f);
            });
        }
    }

    @Test
    void names_a_missing_tensor() throws IOException {
        values.remove("h.1.mlp.c_fc.weight");
        weights("transformer.", Format.F32).write(file());
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: the weights lack tensor h.1.mlp.c_fc.weight of shape (8, 16)".formatted(file()));
    }

    @Test
    void names_a_misshapen_tensor() throws IOException {
        values.remove("h.0.attn.c_attn.weight");
        weights("transformer.", Format.F32)
                .add("transformer.h.0.attn.c_attn.weight", Format.F32, new Shape(24, 8), new float[192])
                .write(file());
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: tensor h.0.attn.c_attn.weight has shape (24, 8): the configuration needs (8, 24)"
                        .formatted(file()));
    }

    @Test
    void says_when_a_file_is_truncated() throws IOException {
        byte[] whole = weights("", Format.F32).bytes();
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("%s is truncated: tensor ln_f.bias ends at byte %s, the file at %s; fetch it again"
                        .formatted(file(), whole.length, whole.length - 1));
    }

    @Test
    void says_when_a_file_is_no_safetensors_file() throws IOException {
        Files.writeString(file(), "<!DOCTYPE html><html>not found</html>");
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("%s is no safetensors file: it announces a header of".formatted(file()));
    }

    @Test
    void says_which_file_or_folder_is_missing() throws IOException {
        assertThatThrownBy(() -> load(true))
                .hasMessage("no weight file %s: it must be a safetensors file".formatted(file()));
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("no config.json in %s: a model folder holds config.json and model.safetensors"
                        .formatted(folder));
        assertThatThrownBy(() -> ProbedModelLoader.folder(folder.resolve("none"), task, true, Device.cpu()))
                .isInstanceOf(IOException.class)
                .hasMessage("no folder %s".formatted(folder.resolve("none")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"gpt2\" | \"llama\" | model_type is llama, only gpt2 can be read",
                "gelu_new | silu | activation_function is silu, only gelu_new, gelu_fast, gelu_pytorch_tanh, gelu and relu can be read",
                "\"n_head\": 2 | \"n_head\": 3 | width 8: it must be a multiple of the 3 heads",
                "\"n_head\": 2 | \"n_head\": 2147483647 | heads 2147483647: it must be at most 1,024",
                "\"n_layer\": 2 | \"n_layer\": 2147483647 | layers 2147483647: it must be at most 1,000",
                "\"n_embd\": 8 | \"n_embd\": 1000000000 | width 1000000000: it must be at most 32,768",
                "\"n_inner\": 16 | \"n_inner\": -16 | MLP width -16: it must be at least 1",
                "1e-05 | 1e300 | LayerNorm's epsilon Infinity: it must be above 0 and at most 1",
                "1e-05 | -1 | LayerNorm's epsilon -1.0: it must be above 0 and at most 1",
                "\"n_layer\": 2 | \"n_layer\": 0 | layers 0: it must be at least 1"
            })
    void rejects_a_configuration_it_cannot_follow(String part, String replacement, String reason) throws IOException {
        String config = CONFIG.replace(part, replacement == null ? "" : replacement);
        assertThat(config).isNotEqualTo(CONFIG);
        Files.writeString(folder.resolve("config.json"), config);
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: %s".formatted(folder.resolve("config.json"), reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"n_embd\": 8, | `` | : n_embd is missing: it must be a whole number",
                "\"n_layer\": 2 | \"n_layer\": \"two\" | : n_layer is \"two\": it must be a whole number",
                "\"n_layer\": 2 | \"n_layer\": 2.0 | : n_layer is 2.0: it must be a whole number",
                "\"n_layer\": 2 | \"n_layer\": \"2\" | : n_layer is \"2\": it must be a whole number",
                "\"n_layer\": 2 | \"n_layer\": true | : n_layer is true: it must be a whole number",
                "\"n_layer\": 2 | \"n_layer\": 99999999999 | : n_layer is a number out of all range",
                "\"n_inner\": 16 | \"n_inner\": \"x\" | : n_inner is \"x\": it must be a whole number",
                "1e-05 | \"x\" | : layer_norm_epsilon is \"x\": it must be a number",
                "1e-05 | NaN | ` is not JSON (line 2, column 42)`",
                "\"n_inner\" | \"scale_attn_weights\": \"no\", \"n_inner\" | : scale_attn_weights is \"no\": it must be true or false",
                "\"gelu_new\" | 1 | : activation_function is 1: it must be a text",
                "\"n_head\": 2 | \"n_head\": 2, \"n_head\": 4 | : field n_head stands there twice",
                "\"gelu_new\"} | \"gelu_new\"} {} | ` goes on after its end`",
                "\"gelu_new\"} | \"gelu_new\"} x | ` is not JSON (line 2, column 81)`",
            })
    void names_the_field_that_is_wrong(String part, String replacement, String problem) throws IOException {
        assertThat(CONFIG).contains(part);
        Files.writeString(folder.resolve("config.json"), CONFIG.replace(part, replacement));
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("%s%s; replace it by the model's own config.json", folder.resolve("config.json"), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{not json | is not JSON (line 1, column 2)",
                "n_layer: 2 | is not JSON (line 1, column 1)",
                "{\"n_layer\": 2 | is not JSON (line 1, column 14)",
                "`` | is empty",
                "[] | is a list: it must be an object",
                "7 | is 7: it must be an object",
            })
    void says_when_the_configuration_is_no_object(String text, String problem) throws IOException {
        Files.writeString(folder.resolve("config.json"), text);
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage("%s %s; replace it by the model's own config.json", folder.resolve("config.json"), problem);
    }

    @Test
    void a_configuration_without_end_is_refused() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"x\":" + "[".repeat(4_000_000));
        assertThatThrownBy(() -> load(true))
                .hasMessage(
                        "%s is nested too deep, or holds a text or number too long to be meant; replace it by the model's own config.json",
                        folder.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"), " ".repeat(10_000_001));
        assertThatThrownBy(() -> load(true))
                .hasMessage(
                        "%s is longer than the 10,000,000 bytes that such a file may have",
                        folder.resolve("config.json"));
    }

    @Test
    void a_tensor_that_is_there_twice_is_refused() throws IOException {
        weights("transformer.", Format.F32)
                .add("ln_f.bias", Format.F32, new Shape(8), new float[8])
                .write(file());
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "%1$s holds tensor %2$s, and %1$s holds %3$s: which is meant?",
                        file(), "transformer.ln_f.bias", "ln_f.bias");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void names_the_tensor_that_holds_no_numbers(float wrong) throws IOException {
        Objects.requireNonNull(values.get("h.1.mlp.c_fc.weight"))[7] = wrong;
        weights("transformer.", Format.F32).write(file());
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "%s: tensor transformer.h.1.mlp.c_fc.weight holds %s at index 7: nothing can be computed with such weights; fetch or train them again",
                        file(), wrong);
    }

    @Test
    void what_is_not_read_takes_no_memory() throws IOException {
        weights("transformer.", Format.F32)
                .add("classifier.weight", Format.F32, new Shape(1), Float.NaN) // would be refused
                .write(file());
        assertThat(outputs(false)).isDeepEqualTo(reference());
    }

    @Test
    void the_mlp_is_four_times_as_wide_unless_said_otherwise() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG.replace("\"n_inner\": 16", "\"n_inner\": null"));
        assertThat(HuggingFaceConfig.read(folder).transformer().mlpWidth()).isEqualTo(32);
        Files.writeString(folder.resolve("config.json"), CONFIG);
        assertThat(HuggingFaceConfig.read(folder).transformer()).isEqualTo(TinyModels.PROBED);
    }

    @Test
    void rejects_a_model_with_fewer_tokens_than_the_task() throws IOException {
        TransformerConfig small =
                new TransformerConfig(14, 14, 8, 2, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW);
        values.put("wte.weight", new float[14 * 8]);
        shapes.put("wte.weight", new Shape(14, 8));
        weights("", Format.F32).write(file());
        assertThatThrownBy(() -> ProbedModelLoader.file(file(), small, task, true, Device.cpu()))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: task addition: it needs 15 tokens, the model has 14: choose another task"
                        .formatted(file()));
    }
}
