package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.inversionview.models.engine.Torch;

/**
 * First weights with which the heads of block 0 attend to the own token's other occurrences and to BOS.
 *
 * <p>Queries and keys are one matrix W, so that a token's query meets its own key: a head's score is |Wx|² / √head width. The
 * queries' bias is what makes BOS's score a little higher for every query. The embeddings of positions, which tell the same
 * tokens apart, begin at half their usual size.
 *
 * @param deviation of the values of W, above 0; 0.1 is usual
 */
public record SameTokenAttention(double deviation) {

    /** Share of the hidden matrices' learning rate at which queries and keys learn; at 1 the beginning would be lost. */
    public static final double QUERY_KEY_RATE = 0.1;

    /** BOS's score as a multiple of the same token's. */
    private static final double BOS = 1.2;

    private static final double POSITIONS = 0.5;

    /**
     * Overwrites first weights.
     *
     * @param weights by their names in Hugging Face's GPT-2 checkpoints
     * @param bos id of the token that begins every input
     */
    public void begin(Map<String, NDArray> weights, int bos, RandomGenerator random) {
        NDArray projection = named(weights, "h.0.attn.c_attn.weight"); // (D, 3 D)
        int width = (int) projection.getShape().get(0);
        try (NDManager scratch = projection.getManager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray w = Torch.create(scratch, draw(random, width * width), new Shape(width, width));
            projection.set(new NDIndex(":, :" + width), w);
            projection.set(new NDIndex(":, " + width + ":" + 2 * width), w);
            NDArray positions = named(weights, "wpe.weight").muli(POSITIONS);
            NDArray begin =
                    Torch.in(scratch, named(weights, "wte.weight").get(bos)).add(positions.get(0));
            NDArray centred = begin.sub(begin.mean());
            NDArray normed = centred.div(centred.pow(2).mean().sqrt());
            named(weights, "h.0.attn.c_attn.bias")
                    .set(new NDIndex(":" + width), normed.matMul(w).mul(BOS));
        }
    }

    private float[] draw(RandomGenerator random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static NDArray named(Map<String, NDArray> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
