package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.HeldOut;

/**
 * Examples for a decoder, from a probed model's runs: an input of the task, a site, a position of it, the activation there.
 *
 * <p>Sites and positions (those that hold neither padding nor EOS) are drawn in proportion to their shares, which are
 * equal at first; BOS, which carries no information but serves as
 * the unconditional baseline, is drawn 1 % of the time.
 */
public final class ProbedActivations implements ActivationExamples {

    private static final double BOS_SHARE = 0.01;

    private final ProbedModel model;
    private final List<ActivationSite> sites;
    private final boolean heldOut;
    private float[] siteShares;
    private float[] positionShares;

    /** Prepares examples from inputs that are held out, or from those that are not. */
    public ProbedActivations(ProbedModel model, boolean heldOut) {
        this.model = model;
        this.sites = model.sites();
        this.heldOut = heldOut;
        this.siteShares = new float[sites.size()];
        Arrays.fill(siteShares, 1f / sites.size());
        this.positionShares = new float[model.config().positions()];
        Arrays.fill(positionShares, 1f / positionShares.length);
    }

    /**
     * Sets how often each site and each position is drawn, relative to the others.
     *
     * @param ofSites [site], above 0
     * @param ofPositions [position], above 0; BOS's is not used
     */
    public void setShares(float[] ofSites, float[] ofPositions) {
        this.siteShares = ofSites.clone();
        this.positionShares = ofPositions.clone();
    }

    @Override
    public Batch draw(int size, RandomGenerator random, NDManager scratch) {
        int[] chosen = new int[size];
        for (int row = 0; row < size; row++) {
            chosen[row] = draw(siteShares, 0, siteShares.length, random);
        }
        Arrays.sort(chosen); // rows of one site stand together, so that each site's activations are gathered at once
        return draw(chosen, BOS_SHARE, random, scratch);
    }

    /** Returns an index from {@code from} to before {@code to}, drawn in proportion to the shares. */
    private static int draw(float[] shares, int from, int to, RandomGenerator random) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += shares[i];
        }
        double u = random.nextDouble() * sum;
        int index = from;
        while (index < to - 1 && u >= shares[index]) {
            u -= shares[index++];
        }
        return index;
    }

    /** Returns examples at the given sites, which are in ascending order. */
    Batch draw(int[] ascending, double bosShare, RandomGenerator random, NDManager scratch) {
        List<int[]> inputs = new ArrayList<>();
        int[] positions = new int[ascending.length];
        for (int row = 0; row < ascending.length; row++) {
            int[] input = HeldOut.sample(model.task(), heldOut, random);
            inputs.add(input);
            positions[row] = random.nextDouble() < bosShare ? 0 : draw(positionShares, 1, input.length - 1, random);
        }
        return new Batch(inputs, ascending, positions, gather(inputs, ascending, positions, scratch));
    }

    private NDArray gather(List<int[]> inputs, int[] ascending, int[] positions, NDManager scratch) {
        NDArray tokens = model.batch(scratch, inputs);
        int length = (int) tokens.getShape().get(1);
        ActivationCache cache = new ActivationCache(new HashSet<>(sites));
        model.runUntilFull(tokens, Hooks.NONE, cache);
        NDList parts = new NDList();
        int from = 0;
        while (from < ascending.length) {
            int site = ascending[from];
            int to = from;
            while (to < ascending.length && ascending[to] == site) {
                to++;
            }
            long[] flat = new long[to - from];
            for (int row = from; row < to; row++) {
                flat[row - from] = (long) row * length + positions[row];
            }
            NDArray activations =
                    cache.get(sites.get(site)).reshape(-1, model.config().width());
            parts.add(Torch.embedding(scratch.create(flat), activations));
            from = to;
        }
        return NDArrays.concat(parts); // (B, D)
    }

    /** Returns mean and deviation of every site's activations over {@code count} inputs that are not held out. */
    public SiteStatistics statistics(int count, long seed) {
        int width = model.config().width();
        float[][] means = new float[sites.size()][width];
        float[] deviations = new float[sites.size()];
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            RandomGenerator random = new java.util.SplittableRandom(seed);
            int[] chosen = new int[count];
            for (int site = 0; site < sites.size(); site++) {
                Arrays.fill(chosen, site);
                NDArray z = draw(chosen, BOS_SHARE, random, scratch).activations();
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

    /** Returns z (B, D) as (B, 1, D), for distances from activations (B, T, D). */
    static NDArray perPosition(NDArray z) {
        Shape shape = z.getShape();
        return z.reshape(shape.get(0), 1, shape.get(1));
    }
}
