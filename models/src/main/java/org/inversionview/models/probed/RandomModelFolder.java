package org.inversionview.models.probed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.weights.WeightFolder;

/** Writes a folder in Hugging Face layout with random weights: for measuring speed, which does not depend on them. */
public final class RandomModelFolder {

    private static final float DEVIATION = 0.02f; // GPT-2's own initialisation

    private RandomModelFolder() {}

    /** Returns GPT-2 small's shape. */
    public static TransformerConfig gpt2Small() {
        return new TransformerConfig(50_257, 1024, 768, 12, 12, 4 * 768, 1e-5f, TransformerConfig.Activation.GELU_NEW);
    }

    /** Writes config.json and model.safetensors; the same for the same seed. */
    public static void write(Path folder, TransformerConfig config, long seed) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model_type", "gpt2");
        values.put("vocab_size", config.vocabulary());
        values.put("n_positions", config.positions());
        values.put("n_embd", config.width());
        values.put("n_layer", config.layers());
        values.put("n_head", config.heads());
        values.put("n_inner", config.mlpWidth());
        values.put("layer_norm_epsilon", config.layerNormEpsilon());
        values.put("activation_function", config.activation().name().toLowerCase(Locale.ROOT));
        WrittenFile.write(folder.resolve(HuggingFaceConfig.FILE), StrictJson.write(values));
        Random random = new Random(seed);
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            NDList weights = new NDList();
            ParameterShapes.of(config).forEach((name, shape) -> weights.add(parameter(manager, name, shape, random)));
            WeightFile.write(folder.resolve(WeightFolder.ONE_FILE), weights);
        }
    }

    private static NDArray parameter(NDManager manager, String name, Shape shape, Random random) {
        boolean gain = shape.dimension() == 1 && name.endsWith(".weight");
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (gain ? 1 : 0) + DEVIATION * (float) random.nextGaussian();
        }
        NDArray parameter = manager.create(values, shape);
        parameter.setName(name);
        return parameter;
    }
}
