package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.engine.Torch;

/**
 * A transformer's parameters.
 *
 * @param tokenEmbedding of V tokens
 * @param positionEmbedding (positions, D)
 * @param blocks one entry a block
 * @param finalNorm the LayerNorm before the unembedding
 * @param unembedding reads the token embedding's array where tied
 */
public record TransformerWeights(
        TokenEmbedding tokenEmbedding,
        NDArray positionEmbedding,
        List<Block> blocks,
        Norm finalNorm,
        Unembedding unembedding) {

    /** A LayerNorm's gain and bias, both (D). */
    public record Norm(NDArray gain, NDArray bias) {

        /** Returns the norm of x (…, D). */
        NDArray of(NDArray x, TransformerConfig config) {
            return Torch.layerNorm(x, config.width(), gain, bias, config.layerNormEpsilon());
        }
    }

    /**
     * A linear map x · weight + bias.
     *
     * @param weight (in, out)
     * @param bias (out)
     * @param transposed a view of the weight, (out, in), made once for all the runs that need it
     */
    public record Linear(NDArray weight, NDArray bias, NDArray transposed) {

        Linear(NDArray weight, NDArray bias) {
            this(weight.getManager(), weight, bias);
        }

        Linear(NDManager views, NDArray weight, NDArray bias) {
            this(weight, bias, Torch.in(views, Torch.transposed(weight)));
        }

        /** Returns the map of x (…, in): (…, out). */
        NDArray of(NDArray x) {
            return Torch.linearOf(x, transposed, bias);
        }
    }

    /**
     * One block's parameters.
     *
     * @param qkv (D, 3 D): queries, keys and values of all heads
     * @param output (D, D): rows h·d to (h+1)·d are head h's output projection
     * @param up (D, mlp)
     * @param down (mlp, D)
     */
    public record Block(Norm attentionNorm, Linear qkv, Linear output, Norm mlpNorm, Linear up, Linear down) {}

    public TransformerWeights {
        blocks = List.copyOf(blocks);
    }

    /**
     * Returns the weights whose arrays are found under Hugging Face's names; the unembedding is tied.
     *
     * @param views owns what is derived from the arrays
     */
    public static TransformerWeights named(NDManager views, TransformerConfig config, Map<String, NDArray> arrays) {
        List<Block> blocks = IntStream.range(0, config.layers())
                .mapToObj(layer -> block(views, "h." + layer + ".", arrays))
                .toList();
        NDArray embedding = array(arrays, "wte.weight");
        return new TransformerWeights(
                new TokenEmbedding(embedding, false),
                array(arrays, "wpe.weight"),
                blocks,
                norm("ln_f", arrays),
                new Unembedding(embedding, null, null, null));
    }

    private static Block block(NDManager views, String name, Map<String, NDArray> arrays) {
        return new Block(
                norm(name + "ln_1", arrays),
                linear(views, name + "attn.c_attn", arrays),
                linear(views, name + "attn.c_proj", arrays),
                norm(name + "ln_2", arrays),
                linear(views, name + "mlp.c_fc", arrays),
                linear(views, name + "mlp.c_proj", arrays));
    }

    private static Norm norm(String name, Map<String, NDArray> arrays) {
        return new Norm(array(arrays, name + ".weight"), array(arrays, name + ".bias"));
    }

    private static Linear linear(NDManager views, String name, Map<String, NDArray> arrays) {
        return new Linear(views, array(arrays, name + ".weight"), array(arrays, name + ".bias"));
    }

    private static NDArray array(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** Returns all arrays and views of them; a tied one twice. */
    public Stream<NDArray> arrays() {
        Stream<NDArray> inside = blocks.stream()
                .flatMap(b -> Stream.concat(
                        Stream.of(b.attentionNorm(), b.mlpNorm()).flatMap(n -> Stream.of(n.gain(), n.bias())),
                        Stream.of(b.qkv(), b.output(), b.up(), b.down())
                                .flatMap(l -> Stream.of(l.weight(), l.bias(), l.transposed()))));
        Stream<NDArray> outside =
                Stream.of(tokenEmbedding.weight(), positionEmbedding, finalNorm.gain(), finalNorm.bias());
        return Stream.of(outside, inside, unembedding.arrays()).flatMap(s -> s);
    }

    /** Returns these weights with an unembedding of their own, (V, D). */
    public TransformerWeights withUnembedding(NDArray weight) {
        Unembedding own = new Unembedding(weight, null, null, null);
        return new TransformerWeights(tokenEmbedding, positionEmbedding, blocks, finalNorm, own);
    }
}
