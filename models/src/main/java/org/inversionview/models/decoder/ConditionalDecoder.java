package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.Tap;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.KeyValues;
import org.inversionview.models.transformer.Transformer;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;

/**
 * The language model p(x | z, s): what inputs lead to activation z at site s (Huang et al. 2024, §2.3 and appendix).
 *
 * <p>Differs from the paper's in how z enters (see {@link ActivationEncoder}) and in its MLP's nonlinearity (ReLU).
 */
public final class ConditionalDecoder {

    private final DecoderConfig config;
    private final ActivationEncoder encoder;
    private final Transformer transformer;

    /**
     * Builds a decoder on parameters by name, see {@link DecoderConfig#shapes}.
     *
     * @param views owns what is derived from them
     */
    public ConditionalDecoder(NDManager views, DecoderConfig config, Map<String, NDArray> weights) {
        this.config = config;
        this.encoder = new ActivationEncoder(config, weights);
        TransformerConfig transformerConfig = config.transformer();
        this.transformer =
                new Transformer(transformerConfig, TransformerWeights.named(views, transformerConfig, weights));
    }

    public DecoderConfig config() {
        return config;
    }

    /**
     * Returns the logits (B, T, V) of the token that follows each position.
     *
     * @param z (B, D), normalised by the sites' statistics
     * @param sites [row] indices
     * @param tokens (B, T) ids, int64, beginning with BOS
     */
    public NDArray logits(NDArray z, int[] sites, NDArray tokens) {
        return transformer
                .run(tokens, Tap.none(), new WholeSequence(encoder.encode(z, sites)))
                .orElseThrow();
    }

    /** Returns what conditions a batch; see {@link #next}. */
    ActivationEncoder.Conditioning encode(NDArray z, int[] sites) {
        return encoder.encode(z, sites);
    }

    /** Returns the logits (B, V) after one more token (B, 1), given the cache of what came before. */
    NDArray next(NDArray tokens, Context cache) {
        return transformer.run(tokens, Tap.none(), cache).orElseThrow().squeeze(1);
    }

    /** All tokens at once: the slots stand before the run's own keys and values, or for themselves. */
    private record WholeSequence(ActivationEncoder.Conditioning conditioning) implements Context {

        @Override
        public int firstPosition() {
            return 0;
        }

        @Override
        public NDArray enter(int layer, NDArray residual) {
            return residual.add(conditioning.added().get(layer));
        }

        @Override
        public KeyValues extend(int layer, KeyValues own) {
            if (conditioning.gated().isPresent()) {
                return own;
            }
            KeyValues slots = conditioning.slots().get(layer);
            return new KeyValues(
                    Torch.concat(List.of(slots.keys(), own.keys()), 2),
                    Torch.concat(List.of(slots.values(), own.values()), 2));
        }

        @Override
        public NDArray gather(int layer, NDArray queries, NDArray gathered) {
            return conditioning
                    .gated()
                    .map(slots -> slots.onto(layer, queries, gathered))
                    .orElse(gathered);
        }
    }
}
