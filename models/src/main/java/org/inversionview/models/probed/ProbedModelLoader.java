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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            Map<String, NDArray> tensors = new HashMap<>();
            for (Path file : files) {
                tensors.putAll(WeightFile.read(
                        manager, file, name -> !MASKS.matcher(name).find()));
            }
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

    private static TransformerWeights weights(Map<String, NDArray> file, TransformerConfig config) {
        Map<String, NDArray> tensors = new HashMap<>();
        file.forEach((name, tensor) ->
                tensors.put(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, tensor));
        Map<String, Shape> shapes = ParameterShapes.of(config);
        TransformerWeights tied = TransformerWeights.named(
                config, name -> WeightFile.require(tensors, name, shapes.getOrDefault(name, new Shape())));
        if (!tensors.containsKey(UNEMBEDDING)) {
            return tied;
        }
        Shape unembedding = new Shape(config.vocabulary(), config.width());
        return tied.withUnembedding(WeightFile.require(tensors, UNEMBEDDING, unembedding));
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
