package org.inversionview.models.transformer;

import static org.inversionview.models.hooks.ActivationSite.ofBlock;
import static org.inversionview.models.hooks.ActivationSite.ofModel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Tap;

/**
 * GPT-2 (Radford et al. 2019): learned positions, LayerNorm before each part, tied or separate unembedding.
 *
 * <p>Rows of unequal length are padded on the right: with causal attention nothing that stands before the padding sees
 * it, so no mask but the causal one is needed; what is computed at padded positions means nothing.
 */
public final class Transformer {

    /** Numbers in a residual stream from which on a block's intermediate results are worth giving back at its end. */
    private static final long WORTH_A_SCOPE = 1 << 18;

    private final TransformerConfig config;
    private final TransformerWeights weights;

    public Transformer(TransformerConfig config, TransformerWeights weights) {
        this.config = config;
        this.weights = weights;
    }

    /**
     * Returns the logits (B, T, V), or nothing if the tap was done before. All results belong to the tokens' manager.
     *
     * @param tokens (B, T) ids, int64
     */
    public Optional<NDArray> run(NDArray tokens, Tap tap, Context context) {
        return resume(0, embed(tokens, tap, context.firstPosition()), tap, context);
    }

    /**
     * Returns the logits of a run that enters the stack at some block, or nothing if the tap was done before.
     *
     * @param first the first block to compute, from 0; the number of blocks to go straight to the final LayerNorm
     * @param residual (B, T, D), the residual stream that enters it
     */
    public Optional<NDArray> resume(int first, NDArray residual, Tap tap, Context context) {
        tap.cache().keepIn(residual.getManager());
        NDArray x = residual;
        for (int layer = first; layer < config.layers() && !tap.isDone(); layer++) {
            NDArray left = x.size() < WORTH_A_SCOPE
                    ? block(layer, context.enter(layer, x), tap, context)
                    : scoped(layer, x, tap, context);
            if (x != residual && x != left && x.size() >= WORTH_A_SCOPE) {
                x.close(); // what is kept of it has a handle of its own
            }
            x = left;
        }
        if (tap.isDone()) {
            return Optional.empty();
        }
        TransformerWeights.Norm norm = weights.finalNorm();
        x = tap.at(ofModel(Kind.LN_FINAL), Torch.layerNorm(x, norm.gain(), norm.bias(), config.layerNormEpsilon()));
        if (tap.isDone()) {
            return Optional.empty();
        }
        NDArray logits = weights.unembedding().logits(x); // (B, T, V)
        return Optional.of(tap.at(ofModel(Kind.LOGITS), logits));
    }

    private NDArray embed(NDArray tokens, Tap tap, int first) {
        NDArray tokenPart = weights.tokenEmbedding().of(tokens); // (B, T, D)
        tokenPart = tap.at(ofModel(Kind.EMBED), tokenPart);
        long length = tokens.getShape().get(1);
        NDArray positionPart = Torch.slice(weights.positionEmbedding(), 0, first, first + length); // (T, D)
        positionPart.attach(tokens.getManager());
        if (tap.uses(ofModel(Kind.POS_EMBED))) {
            positionPart = tap.at(ofModel(Kind.POS_EMBED), positionPart.broadcast(tokenPart.getShape()));
        }
        return tokenPart.add(positionPart);
    }

    /** Computes a block in a manager of its own, so that a run holds one block's intermediate results at a time. */
    private NDArray scoped(int layer, NDArray residual, Tap tap, Context context) {
        NDManager run = residual.getManager();
        try (NDManager scratch = run.newSubManager()) {
            NDArray entering = Torch.in(scratch, residual.reshape(residual.getShape()));
            return Torch.in(run, block(layer, context.enter(layer, entering), tap, context));
        }
    }

    private NDArray block(int layer, NDArray residual, Tap tap, Context context) {
        NDArray x = tap.at(ofBlock(Kind.RESID_PRE, layer), residual);
        if (tap.isDone()) {
            return x;
        }
        NDArray attention = attention(layer, x, tap, context);
        if (tap.isDone()) {
            return x;
        }
        x = tap.at(ofBlock(Kind.RESID_MID, layer), x.add(attention));
        if (tap.isDone()) {
            return x;
        }
        x = x.add(tap.at(ofBlock(Kind.MLP_OUT, layer), mlp(layer, x)));
        return tap.at(ofBlock(Kind.RESID_POST, layer), x);
    }

    private NDArray attention(int layer, NDArray x, Tap tap, Context context) {
        TransformerWeights.Block w = weights.blocks().get(layer);
        NDArray h =
                Torch.layerNorm(x, w.attentionNorm().gain(), w.attentionNorm().bias(), config.layerNormEpsilon());
        NDArray qkv = Torch.linear(h, w.qkv().weight(), w.qkv().bias()); // (B, T, 3 D)
        List<NDArray> parts = heads(qkv);
        NDArray q = Torch.scaled(parts.get(0), 1 / Math.sqrt(config.headWidth())); // (B, H, T, d)
        KeyValues seen = context.extend(layer, new KeyValues(parts.get(1), parts.get(2)));

        NDArray scores = Torch.product(q, Torch.transposed(seen.keys())); // (B, H, T, positions seen)
        int rows = (int) x.getShape().get(1);
        if (rows > 1) { // a single token may look at all that came before
            int past = (int) seen.keys().getShape().get(2) - rows;
            scores = scores.add(Torch.causalMask(x.getManager(), rows, past));
        }
        NDArray pattern = tap.at(ofBlock(Kind.PATTERN, layer), scores.softmax(-1));
        NDArray z = Torch.product(pattern, seen.values()).transpose(0, 2, 1, 3); // (B, T, H, d)
        z = tap.at(ofBlock(Kind.Z, layer), z);
        NDArray out = Torch.linear(
                z.reshape(x.getShape()), w.output().weight(), w.output().bias());
        return tap.at(ofBlock(Kind.ATTN_OUT, layer), headResults(layer, z, out, tap));
    }

    /** Taps the heads that somebody uses; a hook's change of one head is added to what all heads wrote. */
    private NDArray headResults(int layer, NDArray z, NDArray out, Tap tap) {
        NDArray written = out;
        int d = config.headWidth();
        for (int head = 0; head < config.heads() && !tap.isDone(); head++) {
            ActivationSite site = ActivationSite.headResult(layer, head);
            if (!tap.uses(site)) {
                continue;
            }
            NDArray projection =
                    Torch.slice(weights.blocks().get(layer).output().weight(), 0, head * d, (head + 1L) * d);
            projection.attach(z.getManager());
            NDArray own = Torch.slice(z, 2, head, head + 1).squeeze(2); // (B, T, d)
            NDArray result = own.matMul(projection); // (B, T, D)
            NDArray hooked = tap.at(site, result);
            if (hooked != result) {
                written = written.add(hooked.sub(result));
            }
        }
        return written;
    }

    private NDArray mlp(int layer, NDArray x) {
        TransformerWeights.Block w = weights.blocks().get(layer);
        NDArray h = Torch.layerNorm(x, w.mlpNorm().gain(), w.mlpNorm().bias(), config.layerNormEpsilon());
        h = Torch.linear(h, w.up().weight(), w.up().bias()); // (B, T, mlp)
        h = switch (config.activation()) {
            case GELU_NEW -> Torch.geluNew(h);
            case RELU -> Torch.relu(h);
        };
        return Torch.linear(h, w.down().weight(), w.down().bias());
    }

    /** Queries, keys and values, (B, T, 3 D) → three of (B, H, T, d). */
    private List<NDArray> heads(NDArray qkv) {
        long batch = qkv.getShape().get(0);
        long length = qkv.getShape().get(1);
        NDArray all = qkv.reshape(batch, length, 3L * config.heads(), config.headWidth())
                .transpose(0, 2, 1, 3);
        return Torch.split(all, config.heads(), 1);
    }
}
