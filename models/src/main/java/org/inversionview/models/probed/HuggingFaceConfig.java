package org.inversionview.models.probed;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.transformer.TransformerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the config.json of a GPT-2 model in Hugging Face layout says.
 *
 * @param transformer its shape
 * @param scaledByWidth whether attention scores are divided by √d, as GPT-2's are
 * @param scaledByLayer whether those of block l are divided by l + 1, too
 * @param tied whether the unembedding is the token embedding
 * @param bos id of the token that begins a text, if it says one
 */
public record HuggingFaceConfig(
        TransformerConfig transformer, boolean scaledByWidth, boolean scaledByLayer, boolean tied, OptionalInt bos) {

    static final String FILE = "config.json";

    private static final float USUAL_EPSILON = 1e-5f;

    /** Returns what a block's queries are multiplied by where scores are divided by √d in any case. */
    double queryFactor(int layer) {
        double byWidth = scaledByWidth ? 1 : Math.sqrt(transformer.headWidth());
        return scaledByLayer ? byWidth / (layer + 1) : byWidth;
    }

    /** What is read of the file, as it spells it; what may be absent has GPT-2's usual value then. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Fields(
            @Nullable String modelType,
            int vocabSize,
            int nPositions,
            int nEmbd,
            int nLayer,
            int nHead,
            @Nullable Integer nInner,
            @Nullable Float layerNormEpsilon,
            @Nullable String activationFunction,
            @Nullable Boolean scaleAttnWeights,
            @Nullable Boolean scaleAttnByInverseLayerIdx,
            @Nullable Boolean tieWordEmbeddings,
            @Nullable JsonNode bosTokenId) {

        HuggingFaceConfig config() {
            requireUsual("model_type", Objects.requireNonNullElse(modelType, "gpt2"), "gpt2");
            return new HuggingFaceConfig(
                    transformer(),
                    Objects.requireNonNullElse(scaleAttnWeights, true),
                    Objects.requireNonNullElse(scaleAttnByInverseLayerIdx, false),
                    Objects.requireNonNullElse(tieWordEmbeddings, true),
                    bosTokenId != null && bosTokenId.isInt() && bosTokenId.intValue() >= 0
                            ? OptionalInt.of(bosTokenId.intValue())
                            : OptionalInt.empty());
        }

        private TransformerConfig transformer() {
            return new TransformerConfig(
                    vocabSize,
                    nPositions,
                    nEmbd,
                    nLayer,
                    nHead,
                    nInner == null ? (int) Math.min(4L * nEmbd, Integer.MAX_VALUE) : nInner,
                    Objects.requireNonNullElse(layerNormEpsilon, USUAL_EPSILON),
                    activation(Objects.requireNonNullElse(activationFunction, "gelu_new")));
        }
    }

    /**
     * Returns the configuration in a folder.
     *
     * @throws IOException if there is none, or naming the field that this software cannot follow
     */
    public static HuggingFaceConfig read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new IOException(
                    "no %s in %s: a model folder holds config.json and model.safetensors".formatted(FILE, folder));
        }
        Fields fields = StrictJson.read(file, Fields.class, "replace it by the model's own config.json");
        try {
            return fields.config();
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireUsual(String field, Object value, Object usual) {
        if (!value.equals(usual)) {
            throw new IllegalArgumentException(
                    "%s is %s, only %s can be read".formatted(field, OneLine.brief(value.toString()), usual));
        }
    }

    private static TransformerConfig.Activation activation(String name) {
        return switch (name) {
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> TransformerConfig.Activation.GELU_NEW;
            case "gelu" -> TransformerConfig.Activation.GELU;
            case "relu" -> TransformerConfig.Activation.RELU;
            default ->
                throw new IllegalArgumentException(
                        "activation_function is %s, only gelu_new, gelu_fast, gelu_pytorch_tanh, gelu and relu can be read"
                                .formatted(OneLine.brief(name)));
        };
    }
}
