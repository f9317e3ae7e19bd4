package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;

/**
 * Examples for a decoder, from a probed model's runs: an input of the task, a site, a position of it, the activation there.
 *
 * <p>Sites, and at each of them kinds of positions, of those that the task wants probed, are drawn in proportion to their
 * shares, which are equal at first; BOS, which carries no information but serves as the unconditional baseline, is drawn 1 % of the time.
 */
public final class ProbedActivations implements ActivationExamples {

    private static final double BOS_SHARE = 0.01;

    private final ProbedModel model;
    private final List<ActivationSite> sites;
    private final ExampleDraws draws;

    /** Prepares examples at some sites, from inputs that are held out, or from those that are not. */
    public ProbedActivations(ProbedModel model, List<ActivationSite> sites, boolean heldOut) {
        this.model = model;
        this.sites = List.copyOf(sites);
        this.draws = new ExampleDraws(model.task(), sites.size(), heldOut);
    }

    /** Returns the kinds of positions: their names, or numbers where they have none. */
    public List<String> kinds() {
        return draws.kinds();
    }

    /**
     * Sets how often each kind of position is drawn at each site, relative to all others.
     *
     * @param ofCells [site · kinds + kind], above 0, in the order of {@link #kinds}
     */
    public void setShares(float[] ofCells) {
        draws.setShares(ofCells);
    }

    @Override
    public Chosen choose(int size, RandomGenerator random) {
        return draws.at(draws.sites(size, random), BOS_SHARE, random);
    }

    /** Returns examples at the given sites, which are in ascending order; none of them of BOS. */
    Chosen chooseAt(int[] ascending, RandomGenerator random) {
        return draws.at(ascending, 0, random);
    }

    @Override
    public NDArray activations(Chosen chosen, NDManager scratch) {
        int[] ascending = chosen.sites();
        NDArray tokens = model.batch(scratch, chosen.inputs());
        ActivationCache cache = new ActivationCache(
                IntStream.of(ascending).distinct().mapToObj(sites::get).collect(Collectors.toSet()));
        model.runUntilFull(tokens, Hooks.NONE, cache);
        List<NDArray> parts = new ArrayList<>();
        int from = 0;
        while (from < ascending.length) {
            int site = ascending[from];
            int to = from;
            while (to < ascending.length && ascending[to] == site) {
                to++;
            }
            parts.add(Torch.slice(cache.get(sites.get(site)), 0, from, to)); // (rows of the site, T, D)
            from = to;
        }
        return Torch.at(scratch, Torch.concat(parts, 0), chosen.positions()); // (B, D)
    }

    /** Returns mean and deviation of every site's activations over {@code count} inputs that are not held out. */
    public SiteStatistics statistics(int count, long seed) {
        int width = model.config().width();
        float[][] means = new float[sites.size()][width];
        float[] deviations = new float[sites.size()];
        RandomGenerator random = new SplittableRandom(seed);
        for (int site = 0; site < sites.size(); site++) {
            float[] flat = vectors(site, count, random);
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                NDArray z = Torch.create(scratch, flat, new Shape(count, width));
                NDArray mean = z.mean(new int[] {0}, true);
                NDArray centred = z.sub(mean);
                NDArray deviation =
                        centred.mul(centred).mean(new int[] {0}).sqrt().mean();
                means[site] = mean.toFloatArray();
                deviations[site] = Math.max(deviation.getFloat(), 1e-6f);
            }
        }
        return new SiteStatistics(means, deviations);
    }

    /** Returns activations of one site, one after the other. */
    private float[] vectors(int site, int count, RandomGenerator random) {
        int width = model.config().width();
        float[] all = new float[count * width];
        int[] chosen = new int[count];
        Arrays.fill(chosen, site);
        model.runner()
                .runToEnd(
                        Arrays.stream(chosen).boxed().toList(),
                        model.bytesOfRun(model.task().maxLength(), 1),
                        batch -> {
                            try (NDManager scratch = model.manager().newSubManager();
                                    Torch.GradientMode off = Torch.withoutGradient()) {
                                int[] some = Arrays.copyOf(chosen, batch.size());
                                return activations(draws.at(some, BOS_SHARE, random), scratch)
                                        .toFloatArray();
                            }
                        },
                        (batch, flat) -> System.arraycopy(flat, 0, all, batch.from() * width, flat.length));
        return all;
    }

    /** Returns z (B, D) as (B, 1, D), for distances from activations (B, T, D). */
    static NDArray perPosition(NDArray z) {
        Shape shape = z.getShape();
        return z.reshape(shape.get(0), 1, shape.get(1));
    }
}
