package org.inversionview.models.probed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;
import org.inversionview.models.transformer.WeightProcessing;
import org.inversionview.models.weights.WeightFolder;

/** Makes a probed model from a weight file whose tensors have Hugging Face's GPT-2 names. */
public final class ProbedModelLoader {

    private ProbedModelLoader() {}

    /**
     * Loads a folder in Hugging Face layout: config.json, and model.safetensors or the several files that an index names.
     *
     * @param processed whether to process the weights (see {@link WeightProcessing}), as the paper does
     * @throws IOException if a file is missing or damaged, in one line
     */
    public static ProbedModel folder(Path folder, Task task, boolean processed, Device device) throws IOException {
        List<Path> files = weightFiles(folder);
        HuggingFaceConfig config = HuggingFaceConfig.read(folder);
        WeightFolder.requireWeights(folder);
        return files(files, config.transformer(), Optional.of(config), task, processed, device);
    }

    private static List<Path> weightFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no folder %s".formatted(folder));
        }
        List<Path> files = new ArrayList<>();
        for (String file : WeightFolder.files(folder)) {
            files.add(folder.resolve(file));
        }
        return files;
    }

    /**
     * Reads the parameters of a folder in Hugging Face layout as they are, by the names of {@link ParameterShapes}.
     *
     * @throws IOException if a file is missing or damaged, or the unembedding is not the token embedding, in one line
     */
    public static Map<String, NDArray> parameters(NDManager manager, Path folder) throws IOException {
        List<Path> files = weightFiles(folder);
        HuggingFaceConfig config = HuggingFaceConfig.read(folder);
        WeightFolder.requireWeights(folder);
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> read =
                    Checkpoint.of(files).read(manager, config.transformer(), Optional.of(config.tied()));
            if (read.containsKey(Checkpoint.UNEMBEDDING)) {
                throw new IOException(
                        "%s: its unembedding is not its token embedding, as a decoder's is".formatted(folder));
            }
            scaleQueries(read, config);
            return read;
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(files.get(0), e.getMessage()), e);
        }
    }

    /** Loads a weight file of a known configuration. */
    public static ProbedModel file(Path file, TransformerConfig config, Task task, boolean processed, Device device)
            throws IOException {
        return files(List.of(file), config, Optional.empty(), task, processed, device);
    }

    private static ProbedModel files(
            List<Path> files,
            TransformerConfig config,
            Optional<HuggingFaceConfig> said,
            Task task,
            boolean processed,
            Device device)
            throws IOException {
        NDManager manager = PyTorch.open(device);
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> tensors =
                    Checkpoint.of(files).read(manager, config, said.map(HuggingFaceConfig::tied));
            said.ifPresent(how -> scaleQueries(tensors, how));
            TransformerWeights raw = weights(manager, tensors, config);
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

    /** Scores that are divided by something else than √d: a factor of the queries does the same. */
    private static void scaleQueries(Map<String, NDArray> tensors, HuggingFaceConfig config) {
        TransformerConfig shape = config.transformer();
        for (int layer = 0; layer < shape.layers(); layer++) {
            float factor = (float) config.queryFactor(layer);
            if (factor != 1) {
                String name = "h.%s.attn.c_attn.".formatted(layer);
                NDArray weight = Objects.requireNonNull(tensors.get(name + "weight"));
                NDArray bias = Objects.requireNonNull(tensors.get(name + "bias"));
                Torch.slice(weight, 1, 0, shape.width()).muli(factor);
                Torch.slice(bias, 0, 0, shape.width()).muli(factor);
            }
        }
    }

    private static TransformerWeights weights(
            NDManager manager, Map<String, NDArray> tensors, TransformerConfig config) {
        TransformerWeights tied = TransformerWeights.named(manager, config, tensors);
        NDArray unembedding = tensors.get(Checkpoint.UNEMBEDDING);
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
