package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
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
        return sites(count, site -> true, random);
    }

    /** As above, of some of them alone. */
    int[] sites(int count, IntPredicate there, RandomGenerator random) {
        float[] ofSites = shares.ofSites().clone();
        for (int site = 0; site < sites; site++) {
            ofSites[site] = there.test(site) ? ofSites[site] : 0;
        }
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
            int[] input = input(random);
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

    /** Returns an input. */
    int[] input(RandomGenerator random) {
        return HeldOut.sample(task, heldOut, random);
    }

    /** Returns a position of an input that is probed and counts, by its share at the site; −1 if there is none. */
    int position(int[] input, int site, IntPredicate counts, RandomGenerator random) {
        Probed probed = probed(input);
        Shares now = shares;
        float[] own = new float[probed.positions().length];
        boolean any = false;
        for (int i = 0; i < own.length; i++) {
            boolean counting = counts.test(probed.positions()[i]);
            own[i] = counting ? now.of(site, probed.kinds()[i]) : 0;
            any |= counting;
        }
        return any ? probed.positions()[draw(own, random)] : -1;
    }

    /** Returns where an input is probed. */
    int[] positions(int[] input) {
        return probed(input).positions();
    }

    /** Returns the kind of a position of an input, as shares know it; −1 for one so rare that it is not listed. */
    int kind(int[] input, int position) {
        Probed probed = probed(input);
        return IntStream.range(0, probed.positions().length)
                .filter(i -> probed.positions()[i] == position)
                .map(i -> probed.kinds()[i])
                .findFirst()
                .orElse(-1);
    }

    /** Returns one of some examples at a site, by the shares of their kinds. */
    int oneOf(int site, int[] kindsOfThem, RandomGenerator random) {
        Shares now = shares;
        float[] own = new float[kindsOfThem.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = now.of(site, kindsOfThem[i]);
        }
        return draw(own, random);
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

    /** Returns an index drawn in proportion to the shares, of which one at least is above 0. */
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
        while (index > 0 && shares[index] == 0) {
            index--; // where rounding led past the last that has a share
        }
        return index;
    }
}
