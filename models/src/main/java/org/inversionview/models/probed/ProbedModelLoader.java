package org.inversionview.models.probed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inversionview.models.OneLine;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;
import org.inversionview.models.transformer.WeightProcessing;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.weights.WeightFolder;

/** Makes a probed model from a weight file whose tensors have Hugging Face's GPT-2 names. */
public final class ProbedModelLoader {

    /** Causal masks, which older exports hold among the weights. */
    private static final Pattern MASKS = Pattern.compile("\\.attn\\.(masked_)?bias$");

    private static final String PREFIX = "transformer.";
    private static final String UNEMBEDDING = "lm_head.weight";

    private ProbedModelLoader() {}

    /**
     * Loads a folder in Hugging Face layout: config.json, and model.safetensors or the several files that an index names.
     *
     * @param processed whether to process the weights (see {@link WeightProcessing}), as the paper does
     * @throws IOException if a file is missing or damaged, in one line
     */
    public static ProbedModel folder(Path folder, Task task, boolean processed, Device device) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no folder %s".formatted(folder));
        }
        List<Path> files = new ArrayList<>();
        for (String file : WeightFolder.files(folder)) {
            files.add(folder.resolve(file));
        }
        return files(files, HuggingFaceConfig.read(folder), task, processed, device);
    }

    /** Loads a weight file of a known configuration. */
    public static ProbedModel file(Path file, TransformerConfig config, Task task, boolean processed, Device device)
            throws IOException {
        return files(List.of(file), config, task, processed, device);
    }

    private static ProbedModel files(
            List<Path> files, TransformerConfig config, Task task, boolean processed, Device device)
            throws IOException {
        NDManager manager = PyTorch.open(device);
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> tensors = read(manager, Placed.in(files), config);
            TransformerWeights raw = weights(tensors, config);
            TransformerWeights used = processed ? WeightProcessing.process(raw) : raw;
            release(manager, used);
            return new ProbedModel(manager, config, used, task);
        } catch (IllegalArgumentException e) {
            manager.close();
            throw new IOException("%s: %s".formatted(files.get(0), e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static String plain(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** A tensor in a file. */
    private record Placed(Path file, String name, Shape shape) {

        /** Returns where the tensors are, by their names without the prefix. */
        static Map<String, Placed> in(List<Path> files) throws IOException {
            Map<String, Placed> found = new HashMap<>();
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
            return found;
        }
    }

    /** Reads the tensors that the configuration needs, once all of them were found to have its shapes. */
    private static Map<String, NDArray> read(NDManager manager, Map<String, Placed> there, TransformerConfig config)
            throws IOException {
        Map<String, Shape> needed = new LinkedHashMap<>(ParameterShapes.of(config));
        if (there.containsKey(UNEMBEDDING)) {
            needed.put(UNEMBEDDING, new Shape(config.vocabulary(), config.width()));
        }
        Map<Path, Map<String, Shape>> byFile = new LinkedHashMap<>();
        needed.forEach((name, shape) -> {
            Placed placed = there.get(name);
            WeightFile.requireShape(name, placed == null ? null : placed.shape(), shape);
            Objects.requireNonNull(placed);
            byFile.computeIfAbsent(placed.file(), file -> new LinkedHashMap<>()).put(placed.name(), shape);
        });
        Map<String, NDArray> tensors = new HashMap<>();
        for (Map.Entry<Path, Map<String, Shape>> file : byFile.entrySet()) {
            WeightFile.read(manager, file.getKey(), file.getValue())
                    .forEach((name, tensor) -> tensors.put(plain(name), tensor));
        }
        return tensors;
    }

    private static TransformerWeights weights(Map<String, NDArray> tensors, TransformerConfig config) {
        TransformerWeights tied =
                TransformerWeights.named(config, name -> Objects.requireNonNull(tensors.get(name), name));
        NDArray unembedding = tensors.get(UNEMBEDDING);
        return unembedding == null ? tied : tied.withUnembedding(unembedding);
    }

    /** Closes what processing left over, so that the weights stand in memory once. */
    private static void release(NDManager manager, TransformerWeights used) {
        Set<String> kept = used.arrays().map(NDArray::getUid).collect(Collectors.toSet());
        manager.getManagedArrays().stream()
                .filter(array -> !kept.contains(array.getUid()))
                .toList()
                .forEach(NDArray::close);
    }
}
