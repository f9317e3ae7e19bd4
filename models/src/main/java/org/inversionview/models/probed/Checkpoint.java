package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inversionview.models.OneLine;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.WeightFile;

/**
 * The tensors of a model's weight files, under Hugging Face's names with or without their prefix.
 *
 * @param tensors where each is, by its name without the prefix
 */
record Checkpoint(Map<String, Placed> tensors) {

    static final String UNEMBEDDING = "lm_head.weight";

    private static final String EMBEDDING = "wte.weight";
    private static final String PREFIX = "transformer.";
    private static final String BIAS = ".bias";

    /** Causal masks, which older exports hold among the weights. */
    private static final Pattern MASKS = Pattern.compile("\\.attn\\.(masked_)?bias$");

    /** A tensor in a file. */
    record Placed(Path file, String name, Shape shape) {}

    /**
     * Returns what some files hold.
     *
     * @throws IOException in one line, if one cannot be read, or two tensors have one name
     */
    static Checkpoint of(List<Path> files) throws IOException {
        Map<String, Placed> found = new LinkedHashMap<>();
        for (Path file : files) {
            for (Map.Entry<String, Shape> tensor : WeightFile.shapes(file).entrySet()) {
                String name = tensor.getKey();
                if (MASKS.matcher(name).find()) {
                    continue;
                }
                Placed other = found.put(plain(name), new Placed(file, name, tensor.getValue()));
                if (other != null) {
                    throw new IOException("%s holds tensor %s, and %s holds %s: which is meant?"
                            .formatted(file, OneLine.brief(name), other.file(), OneLine.brief(other.name())));
                }
            }
        }
        return new Checkpoint(found);
    }

    private static String plain(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /**
     * Reads what a configuration needs, once all of it was found to have its shapes. Biases are zero where the files hold none at
     * all; a separate unembedding is there under its name.
     *
     * @param tied whether the unembedding is the token embedding; where nobody says it, it is unless the files hold one
     * @throws IllegalArgumentException naming the tensor that is missing, or that contradicts
     */
    Map<String, NDArray> read(NDManager manager, TransformerConfig config, Optional<Boolean> tied) throws IOException {
        requireModel();
        Map<String, Shape> needed = new LinkedHashMap<>(ParameterShapes.of(config));
        Map<String, NDArray> read = new HashMap<>();
        if (tensors.keySet().stream().noneMatch(name -> name.endsWith(BIAS))) {
            ParameterShapes.of(config).forEach((name, shape) -> {
                if (name.endsWith(BIAS)) {
                    needed.remove(name);
                    read.put(name, manager.zeros(shape));
                }
            });
        }
        boolean embeddingIsUnembedding = tied.orElse(false) && !tensors.containsKey(EMBEDDING);
        if (embeddingIsUnembedding) {
            needed.remove(EMBEDDING);
        }
        if (embeddingIsUnembedding || !tied.orElse(true) || tensors.containsKey(UNEMBEDDING)) {
            needed.put(UNEMBEDDING, new Shape(config.vocabulary(), config.width()));
        }
        read.putAll(read(manager, needed));
        if (tied.orElse(false)) {
            tie(read);
        }
        return read;
    }

    private Map<String, NDArray> read(NDManager manager, Map<String, Shape> needed) throws IOException {
        Map<Path, Map<String, Shape>> byFile = new LinkedHashMap<>();
        needed.forEach((name, shape) -> {
            Placed placed = tensors.get(name);
            WeightFile.requireShape(name, placed == null ? null : placed.shape(), shape);
            Objects.requireNonNull(placed);
            byFile.computeIfAbsent(placed.file(), file -> new LinkedHashMap<>()).put(placed.name(), shape);
        });
        Map<String, NDArray> read = new HashMap<>();
        for (Map.Entry<Path, Map<String, Shape>> file : byFile.entrySet()) {
            WeightFile.read(manager, file.getKey(), file.getValue())
                    .forEach((name, tensor) -> read.put(plain(name), tensor));
        }
        return read;
    }

    /** Leaves one of two tensors that must be the same. */
    private static void tie(Map<String, NDArray> read) {
        NDArray unembedding = read.remove(UNEMBEDDING);
        if (unembedding == null) {
            return;
        }
        NDArray embedding = read.putIfAbsent(EMBEDDING, unembedding);
        if (embedding != null) {
            boolean same = embedding.contentEquals(unembedding);
            unembedding.close();
            if (!same) {
                throw new IllegalArgumentException(
                        "tie_word_embeddings is true, as it is where config.json does not say it, but %s is not %s: write false, if the model was trained so"
                                .formatted(UNEMBEDDING, EMBEDDING));
            }
        }
    }

    /** Says of weights that are no model's as they stand what they are, and how they become one. */
    private void requireModel() {
        for (String name : tensors.keySet()) {
            String shown = OneLine.brief(name);
            if (name.contains("lora_")) {
                throw new IllegalArgumentException(
                        "tensor %s is a LoRA adapter's: merge it into its model (peft: merge_and_unload) and save that"
                                .formatted(shown));
            }
            if (name.endsWith(".SCB") || name.contains(".quant_") || name.endsWith(".absmax")) {
                throw new IllegalArgumentException(
                        "tensor %s says that the weights are quantised: save the model in float32, float16 or bfloat16"
                                .formatted(shown));
            }
            if (name.startsWith("_orig_mod.") || name.startsWith("module.")) {
                throw new IllegalArgumentException(
                        "tensor %s is a wrapper's, of torch.compile or DistributedDataParallel: save what it wraps (model._orig_mod, model.module)"
                                .formatted(shown));
            }
        }
    }
}
