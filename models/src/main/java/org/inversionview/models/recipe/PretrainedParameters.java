package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.probed.HuggingFaceConfig;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.transformer.TransformerConfig;

/** The first parameters of a decoder that begins from a language model in a folder. */
final class PretrainedParameters {

    private static final String TOKENS = "wte.weight";
    private static final String POSITIONS = "wpe.weight";

    private final Path folder;

    PretrainedParameters(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the shape of the decoder's language model: the folder's own, with the vocabulary's added tokens, and no more positions
     * than needed.
     *
     * @param positions that inputs have at most
     * @throws InvalidRequestException if it has another vocabulary
     */
    TransformerConfig shape(Vocabulary vocabulary, int positions) throws IOException {
        TransformerConfig own = HuggingFaceConfig.read(folder).transformer();
        if (own.vocabulary() != vocabulary.known()) {
            throw new InvalidRequestException(
                    "start",
                    folder,
                    "it has %s tokens, and the task's vocabulary %s: take a language model with the same tokens"
                            .formatted(own.vocabulary(), vocabulary.known()));
        }
        return new TransformerConfig(
                vocabulary.size(),
                Math.min(own.positions(), positions),
                own.width(),
                own.layers(),
                own.heads(),
                own.mlpWidth(),
                own.layerNormEpsilon(),
                own.activation());
    }

    /**
     * Returns the language model's parameters, and first ones for the encoder.
     *
     * @param config whose language model has {@link #shape}
     */
    FlatParameters of(NDManager manager, DecoderConfig config, long seed) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        try (NDManager scratch = manager.newSubManager()) {
            Map<String, NDArray> read = ProbedModelLoader.parameters(scratch, folder);
            read.forEach((name, array) -> values.put(name, array.toFloatArray()));
        }
        values.computeIfPresent(TOKENS, (name, rows) -> grown(rows, config.transformer()));
        values.computeIfPresent(
                POSITIONS,
                (name, rows) -> Arrays.copyOf(
                        rows,
                        config.transformer().positions() * config.transformer().width()));
        return DecoderTraining.parameters(manager, config, seed, (name, shape) -> taken(values, name, shape));
    }

    private static Optional<float[]> taken(Map<String, float[]> values, String name, Shape shape) {
        float[] own = values.remove(name);
        if (own != null && own.length != shape.size()) {
            throw new IllegalArgumentException("%s has %s numbers, not %s".formatted(name, own.length, shape.size()));
        }
        return Optional.ofNullable(own);
    }

    /** Returns embeddings (tokens, D) with more rows, each the mean of the given ones: a token that is like any other. */
    private static float[] grown(float[] rows, TransformerConfig shape) {
        int width = shape.width();
        int known = rows.length / width;
        double[] mean = new double[width];
        for (int i = 0; i < rows.length; i++) {
            mean[i % width] += rows[i] / known;
        }
        float[] grown = Arrays.copyOf(rows, shape.vocabulary() * width);
        for (int i = rows.length; i < grown.length; i++) {
            grown[i] = (float) mean[i % width];
        }
        return grown;
    }
}
