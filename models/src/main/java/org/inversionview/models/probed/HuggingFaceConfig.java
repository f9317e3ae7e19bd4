package org.inversionview.models.probed;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.models.transformer.TransformerConfig;

/** Reads the config.json of a GPT-2 model in Hugging Face layout. */
public final class HuggingFaceConfig {

    static final String FILE = "config.json";

    private HuggingFaceConfig() {}

    /**
     * Returns the configuration in a folder.
     *
     * @throws IOException if there is none, or naming the field that this software cannot follow
     */
    public static TransformerConfig read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "no %s in %s: a model folder holds config.json and model.safetensors".formatted(FILE, folder));
        }
        JsonNode config = json(file);
        String type = config.path("model_type").asText("gpt2");
        if (!type.equals("gpt2")) {
            throw new IOException("%s: model_type is %s, only gpt2 can be read".formatted(file, type));
        }
        requireUsual(file, config, "scale_attn_weights", true);
        requireUsual(file, config, "scale_attn_by_inverse_layer_idx", false);
        int width = number(file, config, "n_embd");
        int mlp = config.path("n_inner").isNumber() ? config.path("n_inner").asInt() : 4 * width;
        try {
            return new TransformerConfig(
                    number(file, config, "vocab_size"),
                    number(file, config, "n_positions"),
                    width,
                    number(file, config, "n_layer"),
                    number(file, config, "n_head"),
                    mlp,
                    (float) config.path("layer_norm_epsilon").asDouble(1e-5),
                    activation(file, config.path("activation_function").asText("gelu_new")));
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        String message = "%s is not JSON: replace it by the model's own config.json".formatted(file);
        try {
            JsonNode config = new ObjectMapper().readTree(file.toFile());
            if (config.isObject()) {
                return config;
            }
        } catch (JacksonException e) {
            throw new IOException(message, e);
        }
        throw new IOException(message);
    }

    private static int number(Path file, JsonNode config, String field) throws IOException {
        JsonNode value = config.path(field);
        if (!value.isInt()) {
            throw new IOException("%s: %s is missing or no whole number".formatted(file, field));
        }
        return value.asInt();
    }

    private static void requireUsual(Path file, JsonNode config, String field, boolean usual) throws IOException {
        if (config.path(field).asBoolean(usual) != usual) {
            throw new IOException("%s: %s is %s, only %s can be read".formatted(file, field, !usual, usual));
        }
    }

    private static TransformerConfig.Activation activation(Path file, String name) throws IOException {
        return switch (name) {
            case "gelu_new", "gelu_pytorch_tanh" -> TransformerConfig.Activation.GELU_NEW;
            case "relu" -> TransformerConfig.Activation.RELU;
            default ->
                throw new IOException(
                        "%s: activation_function is %s, only gelu_new and relu can be read".formatted(file, name));
        };
    }
}
