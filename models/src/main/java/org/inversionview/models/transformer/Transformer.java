package org.inversionview.models.transformer;

import static org.inversionview.models.hooks.ActivationSite.ofBlock;
import static org.inversionview.models.hooks.ActivationSite.ofModel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Tap;
import org.jspecify.annotations.Nullable;

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
        Pass pass = new Pass(residual, tap, context);
        NDArray x = residual;
        for (int layer = first; layer < config.layers() && !tap.isDone(); layer++) {
            NDArray left = pass.isLarge() ? scoped(layer, x, pass) : block(layer, context.enter(layer, x), pass);
            if (pass.isLarge() && x != residual && x != left) {
                x.close(); // what is kept of it has a handle of its own
            }
            x = left;
        }
        if (tap.isDone()) {
            return Optional.empty();
        }
        x = tap.at(ofModel(Kind.LN_FINAL), weights.finalNorm().of(x, config));
        if (tap.isDone()) {
            return Optional.empty();
        }
        NDArray logits = weights.unembedding().logits(x); // (B, T, V)
        return Optional.of(tap.at(ofModel(Kind.LOGITS), logits));
    }

    /** What all blocks of one run share; what is asked for once is made once. */
    private final class Pass {

        private final Shape shape; // of the residual stream, (B, T, D)
        private final NDManager manager;
        private final Tap tap;
        private final Context context;
        private final NDArray scale; // of queries
        private @Nullable NDArray mask;

        Pass(NDArray residual, Tap tap, Context context) {
            this.shape = residual.getShape();
            this.manager = residual.getManager();
            this.tap = tap;
            this.context = context;
            this.scale = manager.create((float) (1 / Math.sqrt(config.headWidth())));
        }

        boolean isLarge() {
            return shape.size() >= WORTH_A_SCOPE;
        }

        /** Returns how many tokens a row has. */
        int rows() {
            return (int) shape.get(1);
        }

        /** Returns the causal mask (T, positions seen), which is the same for every block. */
        NDArray mask(KeyValues seen) {
            if (mask == null) {
                int past = (int) seen.keys().getShape().get(2) - rows();
                mask = Torch.causalMask(manager, rows(), past);
            }
            return mask;
        }
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
    private NDArray scoped(int layer, NDArray residual, Pass pass) {
        try (NDManager scratch = pass.manager.newSubManager()) {
            NDArray entering = Torch.in(scratch, residual.reshape(pass.shape));
            return Torch.in(pass.manager, block(layer, pass.context.enter(layer, entering), pass));
        }
    }

    private NDArray block(int layer, NDArray residual, Pass pass) {
        Tap tap = pass.tap;
        NDArray x = tap.at(ofBlock(Kind.RESID_PRE, layer), residual);
        if (tap.isDone()) {
            return x;
        }
        NDArray attention = attention(layer, x, pass);
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

    private NDArray attention(int layer, NDArray x, Pass pass) {
        Tap tap = pass.tap;
        TransformerWeights.Block w = weights.blocks().get(layer);
        NDArray qkv = w.qkv().of(w.attentionNorm().of(x, config)); // (B, T, 3 D)
        List<NDArray> parts = heads(qkv, pass.shape);
        NDArray q = parts.get(0).mul(pass.scale); // (B, H, T, d)
        KeyValues seen = pass.context.extend(layer, new KeyValues(parts.get(1), parts.get(2)));

        NDArray scores = Torch.product(q, Torch.transposed(seen.keys())); // (B, H, T, positions seen)
        if (pass.rows() > 1) { // a single token may look at all that came before
            scores = scores.add(pass.mask(seen));
        }
        NDArray pattern = tap.at(ofBlock(Kind.PATTERN, layer), Torch.softmax(scores));
        NDArray gathered = pass.context.gather(layer, q, Torch.product(pattern, seen.values()));
        NDArray z = Torch.swapped(gathered, 1, 2); // (B, T, H, d)
        z = tap.at(ofBlock(Kind.Z, layer), z);
        NDArray joined = z.reshape(pass.shape);
        List<NDArray> changes = headResults(layer, joined, tap);
        if (tap.isDone()) {
            return x;
        }
        NDArray out = w.output().of(joined);
        for (NDArray change : changes) {
            out = out.add(change);
        }
        return tap.at(ofBlock(Kind.ATTN_OUT, layer), out);
    }

    /** Taps the heads that somebody uses; returns by how much hooks changed what these write, (B, T, D) each. */
    private List<NDArray> headResults(int layer, NDArray z, Tap tap) {
        List<NDArray> changes = new ArrayList<>();
        int d = config.headWidth();
        for (int head = 0; head < config.heads() && !tap.isDone(); head++) {
            ActivationSite site = ActivationSite.headResult(layer, head);
            if (!tap.uses(site)) {
                continue;
            }
            NDArray projection =
                    Torch.slice(weights.blocks().get(layer).output().weight(), 0, head * d, (head + 1L) * d);
            projection.attach(z.getManager());
            NDArray own = Torch.slice(z, 2, head * d, (head + 1L) * d); // (B, T, d)
            NDArray result = Torch.product(own, projection); // (B, T, D)
            NDArray hooked = tap.at(site, result);
            if (hooked != result) {
                changes.add(hooked.sub(result));
            }
        }
        return changes;
    }

    private NDArray mlp(int layer, NDArray x) {
        TransformerWeights.Block w = weights.blocks().get(layer);
        NDArray h = w.up().of(w.mlpNorm().of(x, config)); // (B, T, mlp)
        h = switch (config.activation()) {
            case GELU_NEW -> Torch.geluNew(h);
            case GELU -> Torch.gelu(h);
            case RELU -> Torch.relu(h);
        };
        return w.down().of(h);
    }

    /** Queries, keys and values, (B, T, 3 D) → three of (B, H, T, d). */
    private List<NDArray> heads(NDArray qkv, Shape residual) {
        NDArray all = qkv.reshape(residual.get(0), residual.get(1), 3L * config.heads(), config.headWidth());
        return Torch.split(Torch.swapped(all, 1, 2), config.heads(), 1);
    }
}
