package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.transformer.TransformerConfig;

/**
 * First weights with which the heads of block 0 attend to the own token's other occurrences and to BOS.
 *
 * <p>Queries and keys are one matrix W, so that a token's query meets its own key: the score is |Wx|² / √width. The
 * queries' bias is what makes BOS's score a little higher for every query. The embeddings of positions, which tell the same
 * tokens apart, begin at half their usual size.
 */
final class SameTokenAttention {

    /** Share of the hidden matrices' learning rate at which queries and keys learn. */
    static final double QUERY_KEY_RATE = 0.1;

    /** BOS's score as a multiple of the same token's. */
    private static final double BOS = 1.2;

    private static final double POSITIONS = 0.5;

    private SameTokenAttention() {}

    /** Overwrites first weights. */
    static void begin(
            FlatParameters parameters, TransformerConfig config, int bos, double deviation, RandomGenerator random) {
        long width = config.width();
        try (NDManager scratch = parameters.values().getManager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> first = parameters.views(scratch);
            NDArray positions = first(first, "wpe.weight").muli(POSITIONS);
            NDArray qk = Torch.create(
                    scratch, FlatParameters.normal(random, width * width, deviation), new Shape(width, width));
            NDArray projection = first(first, "h.0.attn.c_attn.weight");
            projection.set(new NDIndex(":, :" + width), qk);
            projection.set(new NDIndex(":, " + width + ":" + 2 * width), qk);
            NDArray begin = first(first, "wte.weight").get(bos).add(positions.get(0));
            NDArray centred = begin.sub(begin.mean());
            NDArray normed = centred.div(centred.pow(2).mean().sqrt());
            first(first, "h.0.attn.c_attn.bias")
                    .set(new NDIndex(":" + width), normed.matMul(qk).mul(BOS));
        }
    }

    private static NDArray first(Map<String, NDArray> first, String name) {
        return Objects.requireNonNull(first.get(name), name);
    }
}
