package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.training.HeldOut;

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
    private final boolean heldOut;
    private final List<String> kinds;
    private float[] siteShares;
    private final List<Map<String, Float>> kindShares = new ArrayList<>();

    /** Prepares examples from inputs that are held out, or from those that are not. */
    public ProbedActivations(ProbedModel model, boolean heldOut) {
        this.model = model;
        this.sites = model.sites();
        this.heldOut = heldOut;
        this.kinds = Positions.kinds(model.task());
        this.siteShares = new float[sites.size()];
        Arrays.fill(siteShares, 1);
    }

    /** Returns the kinds of positions: their names, or numbers where they have none. */
    public List<String> kinds() {
        return kinds;
    }

    /**
     * Sets how often each kind of position is drawn at each site, relative to all others.
     *
     * @param ofCells [site · kinds + kind], above 0, in the order of {@link #kinds}
     */
    public void setShares(float[] ofCells) {
        siteShares = new float[sites.size()];
        kindShares.clear();
        for (int site = 0; site < siteShares.length; site++) {
            Map<String, Float> ofKinds = new HashMap<>();
            for (int kind = 0; kind < kinds.size(); kind++) {
                float share = ofCells[site * kinds.size() + kind];
                siteShares[site] += share;
                ofKinds.put(kinds.get(kind), share);
            }
            kindShares.add(ofKinds);
        }
    }

    @Override
    public Batch draw(int size, RandomGenerator random, NDManager scratch) {
        int[] chosen = new int[size];
        for (int row = 0; row < size; row++) {
            chosen[row] = draw(siteShares, random);
        }
        Arrays.sort(chosen); // rows of one site stand together, so that each site's activations are gathered at once
        return draw(chosen, BOS_SHARE, random, scratch);
    }

    /** Returns an index drawn in proportion to the shares. */
    private static int draw(float[] shares, RandomGenerator random) {
        double sum = 0;
        for (float share : shares) {
            sum += share;
        }
        double u = random.nextDouble() * sum;
        int index = 0;
        while (index < shares.length - 1 && u >= shares[index]) {
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
            positions[row] = random.nextDouble() < bosShare ? 0 : position(input, ascending[row], random);
        }
        return new Batch(inputs, ascending, positions, gather(inputs, ascending, positions, scratch));
    }

    private int position(int[] input, int site, RandomGenerator random) {
        Task task = model.task();
        int[] probed = task.probedPositions(input);
        float[] shares = new float[probed.length];
        for (int i = 0; i < probed.length; i++) {
            // all equal as long as nothing was set; a kind so rare that it is not listed has the usual share
            shares[i] = kindShares.isEmpty()
                    ? 1
                    : kindShares.get(site).getOrDefault(Positions.name(task, input, probed[i]), 1f);
        }
        return probed[draw(shares, random)];
    }

    private NDArray gather(List<int[]> inputs, int[] ascending, int[] positions, NDManager scratch) {
        NDArray tokens = model.batch(scratch, inputs);
        int length = (int) tokens.getShape().get(1);
        ActivationCache cache = new ActivationCache(
                IntStream.of(ascending).distinct().mapToObj(sites::get).collect(Collectors.toSet()));
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
                                return draw(some, BOS_SHARE, random, scratch)
                                        .activations()
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
