package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
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
public final class ProbedActivations implements WeightedExamples {

    /** How often BOS is drawn, whatever the shares. */
    static final double BOS_SHARE = 0.01;

    private static final int MOST_ROUNDS = 1_000;

    private final ProbedModel model;
    private final List<ActivationSite> sites;
    private final BosAttention bos;
    private final ExampleDraws draws;

    /** Prepares examples at some sites, from inputs that are held out, or from those that are not. */
    public ProbedActivations(ProbedModel model, List<ActivationSite> sites, boolean heldOut) {
        this(model, sites, BosAttention.ANY, heldOut);
    }

    /** As above; at the given sites they are of positions that count. */
    ProbedActivations(ProbedModel model, List<ActivationSite> sites, BosAttention bos, boolean heldOut) {
        this.bos = bos;
        this.model = model;
        this.sites = List.copyOf(sites);
        this.draws = new ExampleDraws(model.task(), sites.size(), heldOut);
    }

    @Override
    public List<String> kinds() {
        return draws.kinds();
    }

    @Override
    public void setShares(float[] ofCells) {
        draws.setShares(ofCells);
    }

    @Override
    public Chosen choose(long step, int size, RandomGenerator random) {
        return draws.at(draws.sites(size, random), BOS_SHARE, random);
    }

    /**
     * Returns examples at the given sites, which are in ascending order; none of them of BOS.
     *
     * @throws InvalidRequestException if at one of them hardly any position counts
     */
    Chosen chooseAt(int[] ascending, RandomGenerator random) {
        if (!bos.leavesOut()) {
            return draws.at(ascending, 0, random);
        }
        List<int[]> inputs = new ArrayList<>(Collections.nCopies(ascending.length, new int[0]));
        int[] positions = new int[ascending.length];
        int[] open = IntStream.range(0, ascending.length).toArray(); // rows without a position that counts
        for (int round = 0; open.length > 0; round++) {
            if (round == MOST_ROUNDS) {
                throw hardlyAny(sites.get(ascending[open[0]]));
            }
            for (int row : open) {
                inputs.set(row, draws.input(random));
            }
            open = unplaced(inputs, ascending, positions, open, random);
        }
        return new Chosen(inputs, ascending, positions);
    }

    /** Draws positions for some rows, and returns the rows in whose inputs none counts. */
    private int[] unplaced(List<int[]> inputs, int[] ascending, int[] positions, int[] open, RandomGenerator random) {
        List<ActivationSite> asked =
                IntStream.of(open).mapToObj(row -> sites.get(ascending[row])).toList();
        BosAttention.Counting counting =
                bos.of(model, IntStream.of(open).mapToObj(inputs::get).toList(), asked);
        for (int i = 0; i < open.length; i++) {
            int row = i;
            positions[open[i]] = draws.position(
                    inputs.get(open[i]),
                    ascending[open[i]],
                    position -> counting.counts(asked.get(row), row, position),
                    random);
        }
        return IntStream.of(open).filter(row -> positions[row] < 0).toArray();
    }

    private InvalidRequestException hardlyAny(ActivationSite site) {
        return new InvalidRequestException(
                "BOS attention",
                bos.most(),
                String.format(
                        Locale.ROOT,
                        "in none of %,d held-out inputs does %s give BOS so little at any position: leave the site out, or give more",
                        MOST_ROUNDS,
                        site));
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

    /**
     * Returns mean and deviation of every site's activations over {@code count} inputs that are not held out.
     *
     * @param listener hears how far this is
     */
    public SiteStatistics statistics(int count, long seed, ProgressListener listener) {
        WorkRunner all = model.runner().heardBy(listener);
        int width = model.config().width();
        float[][] means = new float[sites.size()][width];
        float[] deviations = new float[sites.size()];
        RandomGenerator random = new SplittableRandom(seed);
        for (int site = 0; site < sites.size(); site++) {
            float[] flat =
                    vectors(all.within((double) site / sites.size(), (site + 1.0) / sites.size()), site, count, random);
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
    private float[] vectors(WorkRunner runner, int site, int count, RandomGenerator random) {
        int width = model.config().width();
        float[] all = new float[count * width];
        int[] chosen = new int[count];
        Arrays.fill(chosen, site);
        runner.runToEnd(
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
