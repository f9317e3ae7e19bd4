package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;

/** Runs inputs through the probed model once and takes several activations of each, at sites that are given and positions that count. */
final class ExampleRun {

    private final ProbedModel model;
    private final List<ActivationSite> sites;
    private final BosAttention bos;

    ExampleRun(ProbedModel model, List<ActivationSite> sites, BosAttention bos) {
        this.model = model;
        this.sites = sites;
        this.bos = bos;
    }

    /** Returns a position of an input of the batch at one of its sites, or −1 if none counts there. */
    @FunctionalInterface
    interface Positioning {
        int of(int row, int place, BosAttention.Counting counting);
    }

    /** Positions [row · places + place], −1 where none counts; their activations [· D], of which those of −1 mean nothing. */
    record Taken(int[] positions, float[] activations) {}

    /** Returns about how many bytes the run of one input takes. */
    long bytes() {
        int length = model.task().maxLength();
        long patterns = (long) bos.patterns(sites).size() * model.config().heads() * length * length * Float.BYTES;
        return model.bytesOfRun(length, sites.size()) + patterns;
    }

    /**
     * Returns activations of a batch.
     *
     * @param siteOfPlace [row · places + place] indices of sites
     * @param positioning is asked row by row, place by place
     */
    Taken take(List<int[]> inputs, int[] siteOfPlace, Positioning positioning) {
        Set<ActivationSite> asked = new LinkedHashSet<>();
        IntStream.of(siteOfPlace).forEach(site -> asked.add(sites.get(site)));
        Set<ActivationSite> kept = new LinkedHashSet<>(asked);
        kept.addAll(bos.patterns(asked));
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(kept);
            NDArray tokens = model.batch(scratch, inputs);
            model.runUntilFull(tokens, Hooks.NONE, cache);
            BosAttention.Counting counting = bos.of(cache, asked);
            int places = siteOfPlace.length / inputs.size();
            int[] positions = new int[siteOfPlace.length];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = positioning.of(i / places, i % places, counting);
            }
            return new Taken(
                    positions,
                    gathered(
                            scratch,
                            cache,
                            new Places(
                                    siteOfPlace,
                                    positions,
                                    places,
                                    tokens.getShape().get(1))));
        }
    }

    /** Where activations stand in arrays (B, T, D). */
    private record Places(int[] sites, int[] positions, int places, long length) {

        int[] of(int site) {
            return IntStream.range(0, sites.length)
                    .filter(i -> sites[i] == site)
                    .toArray();
        }

        long[] flat(int[] some) {
            return IntStream.of(some)
                    .mapToLong(i -> i / places * length + Math.max(0, positions[i]))
                    .toArray();
        }
    }

    private float[] gathered(NDManager scratch, ActivationCache cache, Places places) {
        int width = model.config().width();
        List<NDArray> parts = new ArrayList<>();
        List<int[]> where = new ArrayList<>();
        for (int site : IntStream.of(places.sites()).distinct().toArray()) {
            int[] some = places.of(site);
            NDArray vectors = Torch.in(scratch, cache.get(sites.get(site)).reshape(-1, width)); // (B · T, D)
            parts.add(Torch.embedding(scratch.create(places.flat(some)), vectors));
            where.add(some);
        }
        float[] bySite = Torch.concat(parts, 0).toFloatArray();
        float[] all = new float[bySite.length];
        int from = 0;
        for (int[] some : where) {
            for (int place : some) {
                System.arraycopy(bySite, from, all, place * width, width);
                from += width;
            }
        }
        return all;
    }
}
