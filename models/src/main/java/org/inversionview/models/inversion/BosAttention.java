package org.inversionview.models.inversion;

import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;

/**
 * Which positions count at a head: those at which it gives BOS at most a share of its attention. A head that just attends to BOS
 * says nothing of the input there (Huang et al. 2024, appendix on factual recall). At sites that are no heads all count.
 *
 * @param most of its attention, above 0 and up to 1, which leaves none out
 */
public record BosAttention(double most) {

    /** Every position counts. */
    public static final BosAttention ANY = new BosAttention(1);

    public BosAttention {
        if (!(most > 0 && most <= 1)) {
            throw new InvalidRequestException(
                    "BOS attention", most, "a share above 0 and up to 1, at which every position counts");
        }
    }

    /** Returns whether some positions may not count. */
    public boolean leavesOut() {
        return most < 1;
    }

    /** Returns the sites that a run must keep beside the given ones to know which positions count there. */
    Set<ActivationSite> patterns(Collection<ActivationSite> sites) {
        Set<ActivationSite> patterns = new HashSet<>();
        if (leavesOut()) {
            sites.stream().filter(BosAttention::isHead).forEach(site -> patterns.add(pattern(site)));
        }
        return patterns;
    }

    private static boolean isHead(ActivationSite site) {
        return site.kind() == ActivationSite.Kind.RESULT;
    }

    private static ActivationSite pattern(ActivationSite head) {
        return ActivationSite.ofBlock(ActivationSite.Kind.PATTERN, head.layer());
    }

    /** Returns which positions count in a run that kept the patterns. */
    Counting of(ActivationCache cache, Collection<ActivationSite> sites) {
        Map<ActivationSite, float[]> toBos = new HashMap<>();
        int heads = 0;
        int length = 0;
        for (ActivationSite pattern : patterns(sites)) {
            heads = (int) cache.get(pattern).getShape().get(1);
            length = (int) cache.get(pattern).getShape().get(2);
            toBos.put(pattern, Torch.slice(cache.get(pattern), 3, 0, 1).toFloatArray()); // (B, H, T, T) → (B, H, T, 1)
        }
        return new Counting(most, toBos, heads, length);
    }

    /** Returns which positions count in some inputs, by a run of their own. */
    Counting of(ProbedModel model, List<int[]> inputs, Collection<ActivationSite> sites) {
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(patterns(sites));
            if (!cache.wanted().isEmpty()) {
                model.runUntilFull(model.batch(scratch, inputs), Hooks.NONE, cache);
            }
            return of(cache, sites);
        }
    }

    /** Which positions count in a batch of inputs. */
    static final class Counting {

        private final double most;
        private final Map<ActivationSite, float[]> toBos; // by pattern, [row · H · T + head · T + position]
        private final int heads;
        private final int length;

        private Counting(double most, Map<ActivationSite, float[]> toBos, int heads, int length) {
            this.most = most;
            this.toBos = toBos;
            this.heads = heads;
            this.length = length;
        }

        /** Returns whether a position of an input of the batch counts at a site. */
        boolean counts(ActivationSite site, int row, int position) {
            float[] shares = isHead(site) ? toBos.get(pattern(site)) : null;
            return shares == null || shares[(row * heads + site.head()) * length + position] <= most;
        }
    }
}
