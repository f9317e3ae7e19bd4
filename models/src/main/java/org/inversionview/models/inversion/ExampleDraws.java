package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.training.HeldOut;

/**
 * Draws inputs of a task, and for each a site and a position that is probed, in proportion to shares, without computing anything.
 *
 * <p>Where inputs of a shape are probed, and what these positions are called, is asked of the task once. Several threads may draw.
 */
final class ExampleDraws {

    private static final int MOST_SHAPES = 10_000;

    private final Task task;
    private final int sites;
    private final boolean heldOut;
    private final List<String> kinds;
    private final Map<Object, Probed> byShape = new ConcurrentHashMap<>();
    private volatile Shares shares;

    /**
     * Where an input is probed.
     *
     * @param kinds of the positions, by their place in the list of all; −1 for one so rare that it is not listed
     */
    private record Probed(int[] positions, int[] kinds) {}

    /** How often each site is drawn, and at each site each kind of position; none of them where all are alike. */
    private record Shares(float[] ofSites, Optional<float[][]> ofKinds) {

        float of(int site, int kind) {
            return ofKinds.isEmpty() || kind < 0 ? 1 : ofKinds.get()[site][kind];
        }
    }

    /** Prepares draws of inputs that are held out, or of those that are not. */
    ExampleDraws(Task task, int sites, boolean heldOut) {
        this.task = task;
        this.sites = sites;
        this.heldOut = heldOut;
        this.kinds = Positions.kinds(task);
        float[] alike = new float[sites];
        Arrays.fill(alike, 1);
        this.shares = new Shares(alike, Optional.empty());
    }

    /** Returns the kinds of positions: their names, or numbers where they have none. */
    List<String> kinds() {
        return kinds;
    }

    /** Sets how often each kind of position is drawn at each site, [site · kinds + kind], each above 0. */
    void setShares(float[] ofCells) {
        float[] ofSites = new float[sites];
        float[][] ofKinds = new float[sites][kinds.size()];
        for (int site = 0; site < sites; site++) {
            for (int kind = 0; kind < kinds.size(); kind++) {
                ofKinds[site][kind] = ofCells[site * kinds.size() + kind];
                ofSites[site] += ofKinds[site][kind];
            }
        }
        shares = new Shares(ofSites, Optional.of(ofKinds));
    }

    /** Returns sites, each by its share, in ascending order: so each site's activations can be gathered at once. */
    int[] sites(int count, RandomGenerator random) {
        float[] ofSites = shares.ofSites();
        int[] drawn = new int[count];
        for (int row = 0; row < count; row++) {
            drawn[row] = draw(ofSites, random);
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** Returns examples at the given sites; of BOS with the given probability. */
    ActivationExamples.Chosen at(int[] ascending, double bosShare, RandomGenerator random) {
        Shares now = shares;
        List<int[]> inputs = new ArrayList<>(ascending.length);
        int[] positions = new int[ascending.length];
        for (int row = 0; row < ascending.length; row++) {
            int[] input = HeldOut.sample(task, heldOut, random);
            inputs.add(input);
            positions[row] = random.nextDouble() < bosShare ? 0 : position(probed(input), now, ascending[row], random);
        }
        return new ActivationExamples.Chosen(inputs, ascending, positions);
    }

    private static int position(Probed probed, Shares shares, int site, RandomGenerator random) {
        float[] own = new float[probed.positions().length];
        for (int i = 0; i < own.length; i++) {
            own[i] = shares.of(site, probed.kinds()[i]);
        }
        return probed.positions()[draw(own, random)];
    }

    private Probed probed(int[] input) {
        Optional<Object> shape = task.shape(input);
        if (shape.isEmpty()) {
            return lookedUp(input);
        }
        Probed known = byShape.get(shape.get());
        if (known == null) {
            known = lookedUp(input);
            if (byShape.size() < MOST_SHAPES) {
                byShape.put(shape.get(), known);
            }
        }
        return known;
    }

    private Probed lookedUp(int[] input) {
        int[] positions = task.probedPositions(input);
        return new Probed(
                positions,
                IntStream.of(positions)
                        .map(position -> kinds.indexOf(Positions.name(task, input, position)))
                        .toArray());
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
}
