package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
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
            this(weight, bias, Torch.transposed(weight));
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

    /** Returns the weights whose arrays are found under Hugging Face's names; the unembedding is tied. */
    public static TransformerWeights named(TransformerConfig config, Function<String, NDArray> arrays) {
        List<Block> blocks = IntStream.range(0, config.layers())
                .mapToObj(layer -> block("h." + layer + ".", arrays))
                .toList();
        NDArray embedding = arrays.apply("wte.weight");
        return new TransformerWeights(
                new TokenEmbedding(embedding, false),
                arrays.apply("wpe.weight"),
                blocks,
                norm("ln_f", arrays),
                new Unembedding(embedding, null, null, null));
    }

    private static Block block(String name, Function<String, NDArray> arrays) {
        return new Block(
                norm(name + "ln_1", arrays),
                linear(name + "attn.c_attn", arrays),
                linear(name + "attn.c_proj", arrays),
                norm(name + "ln_2", arrays),
                linear(name + "mlp.c_fc", arrays),
                linear(name + "mlp.c_proj", arrays));
    }

    private static Norm norm(String name, Function<String, NDArray> arrays) {
        return new Norm(arrays.apply(name + ".weight"), arrays.apply(name + ".bias"));
    }

    private static Linear linear(String name, Function<String, NDArray> arrays) {
        return new Linear(arrays.apply(name + ".weight"), arrays.apply(name + ".bias"));
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
