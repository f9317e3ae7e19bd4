package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.hooks.Tap;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.KeyValues;
import org.inversionview.models.transformer.Unembedding;

/**
 * A clean run that is kept, so that runs of the same inputs with hooks redo only what the hooks can change: of these inputs,
 * the blocks from the first hook on, and in them the positions from the first hook on.
 *
 * <p>Belongs to the manager it was given; it ends with that.
 */
public final class KeptRun {

    private static final ActivationSite FINAL = ActivationSite.ofModel(Kind.LN_FINAL);

    private final ProbedModel model;
    private final NDArray tokens; // (B, T)
    private final ActivationCache cache;
    private final Recording recording;

    /**
     * Runs the inputs.
     *
     * @param scratch owns everything that is kept
     * @param inputs token ids, which may differ in length
     * @param sites whose activations the caller wants to read
     */
    public KeptRun(ProbedModel model, NDManager scratch, List<int[]> inputs, Set<ActivationSite> sites) {
        this.model = model;
        Set<ActivationSite> wanted = new HashSet<>(sites);
        for (int layer = 0; layer < model.config().layers(); layer++) {
            wanted.add(ActivationSite.residPre(layer));
        }
        wanted.add(ActivationSite.residPost(model.config().layers() - 1));
        wanted.add(FINAL);
        wanted.forEach(model::require);
        tokens = model.batch(scratch, inputs);
        recording = new Recording(scratch);
        cache = new ActivationCache(wanted);
        model.transformer().run(tokens, new Tap(Hooks.NONE, cache, true), recording);
    }

    /**
     * Returns about how many bytes one input of a length takes, with the runs that start from the kept one.
     *
     * @param sites how many sites the caller wants to read
     */
    public static long bytes(ProbedModel model, int length, long sites) {
        long kept = 3L * model.config().layers()
                + 2; // what enters each block, its keys and values; what leaves the last two
        return model.bytesOfRun(length, kept + sites);
    }

    /** Keeps the keys and values of a run. */
    private static final class Recording implements Context {
        private final List<KeyValues> kept = new ArrayList<>();
        private final NDManager manager;

        Recording(NDManager manager) {
            this.manager = manager;
        }

        @Override
        public int firstPosition() {
            return 0;
        }

        @Override
        public NDArray enter(int layer, NDArray residual) {
            return residual;
        }

        @Override
        public KeyValues extend(int layer, KeyValues own) {
            KeyValues lasting = new KeyValues(Torch.in(manager, own.keys()), Torch.in(manager, own.values()));
            kept.add(lasting);
            return lasting;
        }
    }

    /** Gives a run of some inputs that starts at some position what the kept run computed before it. */
    private record Past(List<KeyValues> kept, int firstPosition, Optional<NDIndex> rows) implements Context {
        @Override
        public NDArray enter(int layer, NDArray residual) {
            return residual;
        }

        @Override
        public KeyValues extend(int layer, KeyValues own) {
            KeyValues clean = kept.get(layer);
            return new KeyValues(before(clean.keys(), own.keys()), before(clean.values(), own.values()));
        }

        private NDArray before(NDArray clean, NDArray own) {
            if (firstPosition == 0) {
                return own;
            }
            NDManager scratch = own.getManager();
            NDArray past = Torch.in(scratch, Torch.slice(clean, 2, 0, firstPosition));
            return chosen(past, rows, scratch).concat(own, 2);
        }
    }

    private static NDArray chosen(NDArray array, Optional<NDIndex> rows, NDManager scratch) {
        return rows.map(index -> array.get(scratch, index)).orElse(array);
    }

    /** Returns the clean activation of a site that was asked for. */
    public NDArray activation(ActivationSite site) {
        return cache.get(site);
    }

    /** Returns the final LayerNorm's output of the clean run, (B, T, D). */
    public NDArray normalized() {
        return cache.get(FINAL);
    }

    /**
     * Returns the final LayerNorm's output of a run with hooks, (N, end − first, D), in the given manager.
     *
     * @param hooks which see activations of the positions from {@code first} on
     * @param first the first position that a hook changes, from 0 to T − 1
     * @param end behind the last position that is wanted, up to T
     * @param rows (N), which of the inputs to run, each as often as wanted
     */
    public NDArray normalized(NDManager scratch, Hooks hooks, int first, int end, int[] rows) {
        hooks.sites().forEach(model::require);
        int block = firstBlock(hooks.sites());
        ActivationCache wanted = new ActivationCache(Set.of(FINAL));
        Tap tap = new Tap(hooks, wanted, true);
        Optional<NDIndex> index = index(rows, scratch);
        Context past = new Past(recording.kept, first, index);
        if (block < 0) {
            model.transformer().run(part(tokens, first, end, index, scratch), tap, past);
        } else {
            model.transformer().resume(block, part(entering(block), first, end, index, scratch), tap, past);
        }
        return wanted.get(FINAL);
    }

    /** Returns nothing where all rows are meant, each once. */
    private Optional<NDIndex> index(int[] rows, NDManager scratch) {
        boolean all = Arrays.equals(
                rows, IntStream.range(0, (int) tokens.getShape().get(0)).toArray());
        return all
                ? Optional.empty()
                : Optional.of(new NDIndex(
                        "{}", scratch.create(Arrays.stream(rows).asLongStream().toArray())));
    }

    /** Returns the first block that a change at one of the sites can alter; −1 where the embedding does already. */
    public int firstBlock(Set<ActivationSite> sites) {
        int layers = model.config().layers();
        return sites.stream()
                .mapToInt(site -> switch (site.kind()) {
                    case EMBED, POS_EMBED -> -1;
                    case LN_FINAL, LOGITS -> layers;
                    default -> site.layer();
                })
                .min()
                .orElse(layers);
    }

    private NDArray entering(int block) {
        int layers = model.config().layers();
        return cache.get(block < layers ? ActivationSite.residPre(block) : ActivationSite.residPost(layers - 1));
    }

    private static NDArray part(NDArray array, int first, int end, Optional<NDIndex> rows, NDManager scratch) {
        return chosen(Torch.in(scratch, Torch.slice(array, 1, first, end)), rows, scratch);
    }

    /**
     * Returns about how many positions are computed in the time that one more run costs, however short it is: on a CPU, reading
     * the weights once is worth 30 positions, and all the calls 200 MFLOP.
     */
    public long positionsWorthARun() {
        long width = model.config().width();
        return 30 + (1L << 23) / (model.config().layers() * width * width);
    }

    /** Returns the logits (N, V) of final LayerNorm outputs (N, D). */
    public NDArray logits(NDArray normalized) {
        return model.weights().unembedding().logits(normalized);
    }

    /**
     * Returns the logits of one token less those of another, (N), for final LayerNorm outputs (N, D): without computing all
     * the other logits.
     *
     * @param one token ids (N), int64
     * @param other token ids (N), int64
     */
    public NDArray logitDifference(NDArray normalized, NDArray one, NDArray other) {
        Unembedding unembedding = model.weights().unembedding();
        NDArray direction = unembedding.directions(one).sub(unembedding.directions(other));
        NDArray difference = normalized.mul(direction).sum(new int[] {1});
        NDArray all = unembedding.bias();
        if (all == null) {
            return difference;
        }
        NDArray bias = Torch.in(normalized.getManager(), all.reshape(-1, 1));
        NDArray own = Torch.embedding(one, bias).sub(Torch.embedding(other, bias));
        return difference.add(own.squeeze(1));
    }
}
