package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.transformer.TransformerWeights.Block;
import org.inversionview.models.transformer.TransformerWeights.Linear;
import org.inversionview.models.transformer.TransformerWeights.Norm;

/**
 * TransformerLens' weight processing: other weights for the same function, in which the paper's activations are measured.
 *
 * <ol>
 *   <li>LayerNorm's gain and bias move into the weights that read from it;
 *   <li>what is written to the residual stream gets mean zero over the D coordinates;
 *   <li>the values' bias moves through the output projection into its bias: attention weights sum to one;
 *   <li>the unembedding gets mean zero over the vocabulary: logits shift by a constant a position.
 * </ol>
 */
public final class WeightProcessing {

    private WeightProcessing() {}

    /**
     * Returns the processed weights. The blocks' matrices are changed in place and the embeddings are left as they are, to be
     * processed as they are read, so that all stand in memory once: the raw weights are used up. All results belong to the
     * managers of the raw ones.
     */
    public static TransformerWeights process(TransformerWeights raw) {
        List<Block> blocks = raw.blocks().stream().map(WeightProcessing::block).toList();
        return new TransformerWeights(
                new TokenEmbedding(raw.tokenEmbedding().weight(), true),
                centre(raw.positionEmbedding()),
                blocks,
                plain(raw.finalNorm()),
                unembedding(raw.unembedding().weight(), raw.finalNorm()));
    }

    private static Unembedding unembedding(NDArray weight, Norm norm) {
        NDArray mean = weight.mean(new int[] {0}).mul(norm.gain());
        NDArray bias = weight.matMul(norm.bias()); // (V)
        return new Unembedding(weight, norm.gain(), mean, bias.sub(bias.mean()));
    }

    private static Block block(Block raw) {
        Linear qkv = fold(raw.attentionNorm(), raw.qkv());
        NDList biases = Torch.splitLast(qkv.bias(), qkv.weight().getShape().get(0)); // q, k, v: (D) each
        NDArray valueBias = biases.get(2);
        NDArray noValueBias = NDArrays.concat(new NDList(biases.get(0), biases.get(1), valueBias.zerosLike()));
        NDArray outputBias =
                raw.output().bias().add(raw.output().weight().transpose().matMul(valueBias));
        return new Block(
                plain(raw.attentionNorm()),
                new Linear(qkv.weight(), noValueBias),
                new Linear(centre(raw.output().weight()), centre(outputBias)),
                plain(raw.mlpNorm()),
                fold(raw.mlpNorm(), raw.up()),
                new Linear(centre(raw.down().weight()), centre(raw.down().bias())));
    }

    /** Moves a norm's gain and bias into the linear map that reads from it. */
    private static Linear fold(Norm norm, Linear reader) {
        NDArray bias = reader.bias().add(reader.weight().transpose().matMul(norm.bias()));
        NDArray weight = reader.weight().muli(norm.gain().expandDims(1)); // gain scales the rows
        return new Linear(weight, bias);
    }

    private static Norm plain(Norm norm) {
        return new Norm(norm.gain().onesLike(), norm.bias().zerosLike());
    }

    /** Subtracts the mean over the last axis, the D output coordinates. */
    private static NDArray centre(NDArray writer) {
        return writer.subi(writer.mean(new int[] {writer.getShape().dimension() - 1}, true));
    }
}
