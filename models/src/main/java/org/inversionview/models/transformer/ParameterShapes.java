package org.inversionview.models.transformer;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of a transformer's parameters, as in Hugging Face's GPT-2 checkpoints (Conv1D: in, out). */
public final class ParameterShapes {

    private ParameterShapes() {}

    /** Returns every parameter's shape by name, in a fixed order; the unembedding is tied to {@code wte.weight}. */
    public static Map<String, Shape> of(TransformerConfig config) {
        long width = config.width();
        long mlp = config.mlpWidth();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("wte.weight", new Shape(config.vocabulary(), width));
        shapes.put("wpe.weight", new Shape(config.positions(), width));
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "h." + layer + ".";
            putNorm(shapes, block + "ln_1", width);
            putLinear(shapes, block + "attn.c_attn", width, 3 * width);
            putLinear(shapes, block + "attn.c_proj", width, width);
            putNorm(shapes, block + "ln_2", width);
            putLinear(shapes, block + "mlp.c_fc", width, mlp);
            putLinear(shapes, block + "mlp.c_proj", mlp, width);
        }
        putNorm(shapes, "ln_f", width);
        return shapes;
    }

    /** Adds a LayerNorm's gain and bias. */
    public static void putNorm(Map<String, Shape> shapes, String name, long width) {
        shapes.put(name + ".weight", new Shape(width));
        shapes.put(name + ".bias", new Shape(width));
    }

    /** Adds a linear map's weight (in, out) and bias (out). */
    public static void putLinear(Map<String, Shape> shapes, String name, long in, long out) {
        shapes.put(name + ".weight", new Shape(in, out));
        shapes.put(name + ".bias", new Shape(out));
    }
}
