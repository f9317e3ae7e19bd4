package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.inversionview.models.SafetensorsWriter;
import org.inversionview.models.TinyModels;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.ParameterShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GPT-2s that differ from OpenAI's are computed as they were trained, or refused by name. */
class Gpt2VariantsTest {

    private static final double TOLERANCE = 1e-4; // float32 against double, logits to 10
    private static final Shape EMBEDDING = new Shape(15, 8);

    private final Task task = TinyModels.TASK;
    private final int[] input = task.parse("615+861=1476");
    private final Map<String, Shape> shapes = new HashMap<>(ParameterShapes.of(TinyModels.PROBED));
    private final Map<String, float[]> values =
            new HashMap<>(TinyModels.values(ParameterShapes.of(TinyModels.PROBED), 5));

    @TempDir
    private Path folder = Path.of("");

    private void write(String fields) throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "gpt2", "vocab_size": 15, "n_positions": 14, "n_embd": 8, "n_layer": 2, "n_head": 2,
                 "n_inner": 16, "layer_norm_epsilon": 1e-05%s}
                """.formatted(fields));
        SafetensorsWriter writer = new SafetensorsWriter();
        values.forEach((name, own) ->
                writer.add(name, SafetensorsWriter.Format.F32, Objects.requireNonNull(shapes.get(name), name), own));
        writer.write(folder.resolve("model.safetensors"));
    }

    private void assertComputedAs(PlainGpt2.Divisor divisor, DoubleUnaryOperator activation) throws IOException {
        double[][] expected = new PlainGpt2(values, 8, 2, 2, divisor, activation).logits(input);
        for (boolean processed : new boolean[] {false, true}) {
            try (ProbedModel model = ProbedModelLoader.folder(folder, task, processed, Device.cpu())) {
                float[][] found = model.logProbabilities(input);
                for (int t = 0; t < found.length; t++) {
                    double all =
                            Math.log(Arrays.stream(expected[t]).map(Math::exp).sum());
                    for (int v = 0; v < found[t].length; v++) {
                        assertThat((double) found[t][v]).isCloseTo(expected[t][v] - all, within(TOLERANCE));
                    }
                }
            }
        }
    }

    private static double usual(int layer, int headWidth) {
        return Math.sqrt(headWidth);
    }

    private static double tanhForm(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private static double exact(double x) {
        return x * NormalDistribution.of(0, 1).cumulativeProbability(x);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"activation_function\": \"gelu_fast\"",
                ", \"activation_function\": \"gelu_pytorch_tanh\""
            })
    void the_tanh_form_is_gpt2s(String fields) throws IOException {
        write(fields);
        assertComputedAs(Gpt2VariantsTest::usual, Gpt2VariantsTest::tanhForm);
    }

    @Test
    void gelu_is_the_exact_one() throws IOException {
        values.replaceAll((name, own) -> name.contains("mlp.c_fc.weight") ? scaled(own, 3) : own);
        write(", \"activation_function\": \"gelu\"");
        assertComputedAs(Gpt2VariantsTest::usual, Gpt2VariantsTest::exact);
    }

    @Test
    void relu_is_relu() throws IOException {
        write(", \"activation_function\": \"relu\"");
        assertComputedAs(Gpt2VariantsTest::usual, x -> Math.max(0, x));
    }

    @Test
    void scores_are_divided_as_the_configuration_says() throws IOException {
        values.replaceAll((name, own) -> name.contains("c_attn.weight") ? scaled(own, 3) : own);
        write(", \"scale_attn_by_inverse_layer_idx\": true");
        assertComputedAs((layer, d) -> Math.sqrt(d) * (layer + 1), Gpt2VariantsTest::tanhForm);
        write(", \"scale_attn_weights\": false");
        assertComputedAs((layer, d) -> 1, Gpt2VariantsTest::tanhForm);
        write(", \"scale_attn_weights\": false, \"scale_attn_by_inverse_layer_idx\": true");
        assertComputedAs((layer, d) -> layer + 1, Gpt2VariantsTest::tanhForm);
    }

    private static float[] scaled(float[] values, float factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    @Test
    void biases_that_no_block_has_are_zero_and_one_that_is_missing_is_named() throws IOException {
        values.keySet().removeIf(name -> name.endsWith(".bias"));
        write("");
        assertComputedAs(Gpt2VariantsTest::usual, Gpt2VariantsTest::tanhForm);

        values.put("ln_f.bias", new float[8]);
        write("");
        assertRefused("the weights lack tensor h.0.ln_1.bias of shape (8)");
    }

    @Test
    void tied_weights_may_be_stored_as_the_unembedding_alone() throws IOException {
        float[] embedding = Objects.requireNonNull(values.remove("wte.weight"));
        values.put("lm_head.weight", embedding);
        shapes.put("lm_head.weight", EMBEDDING);
        write("");
        values.put("wte.weight", embedding);
        assertComputedAs(Gpt2VariantsTest::usual, Gpt2VariantsTest::tanhForm);
    }

    @Test
    void what_the_configuration_says_of_tying_is_obeyed_and_a_contradiction_named() throws IOException {
        write(", \"tie_word_embeddings\": false");
        assertRefused("the weights lack tensor lm_head.weight of shape (15, 8)");

        values.put("lm_head.weight", scaled(Objects.requireNonNull(values.get("wte.weight")), 2));
        shapes.put("lm_head.weight", EMBEDDING);
        write(", \"tie_word_embeddings\": false");
        assertComputedAs(Gpt2VariantsTest::usual, Gpt2VariantsTest::tanhForm);
        for (String tied : new String[] {"", ", \"tie_word_embeddings\": true"}) {
            write(tied);
            assertRefused("tie_word_embeddings is true, as it is where config.json does not say it, but lm_head.weight"
                    + " is not wte.weight: write false, if the model was trained so");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h.0.attn.c_attn.lora_A.default.weight | is a LoRA adapter's: merge it into its model (peft: merge_and_unload) and save that",
                "h.0.attn.c_attn.SCB | says that the weights are quantised: save the model in float32, float16 or bfloat16",
                "_orig_mod.transformer.wte.weight | is a wrapper's, of torch.compile or DistributedDataParallel: save what it wraps (model._orig_mod, model.module)",
                "module.transformer.wte.weight | is a wrapper's, of torch.compile or DistributedDataParallel: save what it wraps (model._orig_mod, model.module)"
            })
    void what_is_no_model_as_it_stands_says_how_it_becomes_one(String name, String what) throws IOException {
        values.put(name, new float[8]);
        shapes.put(name, new Shape(8));
        write("");
        assertRefused("tensor %s %s".formatted(name, what));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ProbedModelLoader.folder(folder, task, true, Device.cpu()))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: %s".formatted(folder.resolve("model.safetensors"), message));
    }

    @Test
    void what_stands_in_place_of_weights_says_how_it_becomes_readable() throws IOException {
        write("");
        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> ProbedModelLoader.folder(folder, task, true, Device.cpu()))
                .hasMessage("no weight file %s: it must be a safetensors file"
                        .formatted(folder.resolve("model.safetensors")));
        Path adapter = Files.createFile(folder.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> ProbedModelLoader.folder(folder, task, true, Device.cpu()))
                .hasMessage(
                        "%s is an adapter and no model: merge it into its model (peft: merge_and_unload) and save that"
                                .formatted(adapter));
        Path pickle = Files.createFile(folder.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> ProbedModelLoader.folder(folder, task, true, Device.cpu()))
                .hasMessage(
                        "%s is a pickle, which may run code and is not read: model.save_pretrained(FOLDER, safe_serialization=True) in Python writes model.safetensors"
                                .formatted(pickle));
    }
}
