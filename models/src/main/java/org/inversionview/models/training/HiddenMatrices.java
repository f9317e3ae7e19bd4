package org.inversionview.models.training;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Which of a transformer's parameters are hidden matrices, told by their names in Hugging Face's GPT-2 checkpoints. */
public final class HiddenMatrices {

    private HiddenMatrices() {}

    /**
     * Returns the relative learning rate of every hidden matrix, neither embeddings nor of one dimension, that stands side
     * by side with others in a parameter: three for queries, keys and values in one, none where it is no hidden matrix.
     *
     * @param queriesAndKeys the rate of those two; that of all others is 1
     */
    public static List<Double> rates(String name, Shape shape, double queriesAndKeys) {
        if (shape.dimension() != 2 || name.equals("wte.weight") || name.equals("wpe.weight")) {
            return List.of();
        }
        return name.endsWith("attn.c_attn.weight") ? List.of(queriesAndKeys, queriesAndKeys, 1.0) : List.of(1.0);
    }
}
