package org.inversionview.models.reading;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.tasks.Feature;

/**
 * Inputs that nothing steered, by where they stand from a query activation; the query itself is left out. Shares its arrays.
 *
 * @param inside indices of those inside ε
 * @param outside indices of the others
 */
record DrawnInputs(UnsteeredInputs inputs, Standing standing, int[] inside, int[] outside) {

    private static final double ROUNDING = 1e-9; // a distance of exactly ε is inside

    static DrawnInputs of(Neighbours neighbours, Query query) {
        UnsteeredInputs inputs = neighbours.inputs();
        Standing standing = neighbours.of(query);
        double epsilon = neighbours.nearness().epsilon();
        int[] others = IntStream.range(0, inputs.size())
                .filter(i -> standing.positions()[i] >= 0)
                .filter(i -> !Arrays.equals(inputs.input(i), query.input()))
                .toArray();
        return new DrawnInputs(
                inputs,
                standing,
                IntStream.of(others)
                        .filter(i -> standing.distances()[i] <= epsilon)
                        .toArray(),
                IntStream.of(others)
                        .filter(i -> !(standing.distances()[i] <= epsilon))
                        .toArray());
    }

    /** Returns how many inputs some are, duplicates counted. */
    int count(int[] indices) {
        return IntStream.of(indices).map(inputs::count).sum();
    }

    /** Returns some of the inputs, evenly. */
    List<ReadInput> spread(int[] indices, int most) {
        int read = Math.min(indices.length, most);
        return IntStream.range(0, read)
                .map(i -> indices[(int) ((long) i * indices.length / read)])
                .mapToObj(this::read)
                .toList();
    }

    /** Returns the closest of the inputs outside. */
    List<ReadInput> nearMisses(int most) {
        return IntStream.of(outside)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> standing.distances()[i]))
                .limit(most)
                .map(this::read)
                .toList();
    }

    private ReadInput read(int index) {
        return new ReadInput(inputs.named(index), standing.positions()[index], inputs.count(index));
    }

    /**
     * Returns which inputs have a query's values, by feature: each input is read once.
     *
     * @param values of the query, by feature
     */
    List<BitSet> having(List<Feature> features, List<?> values) {
        List<BitSet> having = features.stream().map(feature -> new BitSet()).toList();
        all().forEach(i -> {
            ReadInput read = read(i);
            for (int feature = 0; feature < features.size(); feature++) {
                having.get(feature).set(i, read.has(features.get(feature), values.get(feature)));
            }
        });
        return having;
    }

    private IntStream all() {
        return IntStream.concat(IntStream.of(inside), IntStream.of(outside));
    }

    /** Returns, of the inputs that have all of some values, how many are inside, duplicates counted. */
    Proportion precision(List<Feature> features, List<?> values) {
        BitSet meeting = new BitSet();
        meeting.set(0, inputs.size());
        having(features, values).forEach(meeting::and);
        return precision(meeting);
    }

    /** Returns, of some of the inputs, how many are inside, duplicates counted. */
    Proportion precision(BitSet some) {
        int in = count(IntStream.of(inside).filter(some::get).toArray());
        return new Proportion(
                in, in + count(IntStream.of(outside).filter(some::get).toArray()));
    }

    /**
     * Returns how a description fares at one ε after another, from this one measurement.
     *
     * @param meeting the inputs that it is true of
     * @param step between two of them
     */
    EpsilonCurve curve(BitSet meeting, double step, int steps) {
        int[] inside = new int[steps + 1];
        int[] hits = new int[steps + 1]; // beyond the last step stands what is farther
        all().forEach(i -> {
            int at = (int) Math.min(steps, Math.max(0, Math.ceil(standing.distances()[i] / step - ROUNDING) - 1));
            inside[at] += inputs.count(i);
            hits[at] += meeting.get(i) ? inputs.count(i) : 0;
        });
        Arrays.parallelPrefix(inside, Integer::sum);
        Arrays.parallelPrefix(hits, Integer::sum);
        return new EpsilonCurve(IntStream.range(0, steps)
                .mapToObj(at -> new EpsilonCurve.Point(
                        (at + 1) * step, new Proportion(hits[at], inside[at]), new Proportion(hits[at], hits[steps])))
                .toList());
    }
}
