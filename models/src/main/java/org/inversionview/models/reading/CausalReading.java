package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.causal.ActivationSwap;
import org.inversionview.models.causal.ActivationSwap.Donor;
import org.inversionview.models.causal.ActivationSwap.Outcome;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.reading.Members.Asked;
import org.inversionview.models.tasks.Positions;

/** The runs of a {@link CausalTest}: each query's, with activations of donors that share a feature, lack it, or are any. */
final class CausalReading {

    private static final int DONORS = 40; // of each kind, for one query

    private final ProbedModel model;
    private final FeatureValues values;
    private final String position;
    private final String answer;
    private final Predicate<int[]> where;

    /** What the donors of one query did. */
    private record Done(List<Outcome> sharing, List<Outcome> lacking, List<Outcome> random) {

        boolean isWhole() {
            return !sharing.isEmpty() && !lacking.isEmpty() && !random.isEmpty();
        }
    }

    /**
     * Prepares a test.
     *
     * @param position of the queries, as a person writes it
     * @param answer position of the predicted token; empty for the first answer token after the query position
     * @param where which inputs share the feature: a reading of some queries says nothing of others; and those that lack it,
     *     as long as there are any
     */
    CausalReading(ProbedModel model, FeatureValues values, String position, String answer, Predicate<int[]> where) {
        this.model = model;
        this.values = values;
        this.position = position;
        this.answer = answer;
        this.where = where;
    }

    CausalTest test(List<Asked> queries, long seed, WorkRunner runner) {
        List<Done> all = new ArrayList<>();
        RandomGenerator random = new SplittableRandom(seed);
        BitSet meeting = meeting(queries.get(0).neighbours().inputs());
        for (int i = 0; i < queries.size() && !Thread.currentThread().isInterrupted(); i++) {
            WorkRunner part = runner.within((double) i / queries.size(), (i + 1.0) / queries.size());
            all.add(done(queries.get(i), meeting, random, part));
        }
        List<Done> whole = all.stream().filter(Done::isWhole).toList();
        Asked first = queries.get(0);
        return new CausalTest(
                swap(first).answer(),
                all.size() < queries.size() ? queries.size() : whole.size(),
                effect(whole, one -> nats(one.sharing)),
                effect(whole, one -> nats(one.lacking)),
                effect(whole, one -> nats(one.random)),
                effect(whole, one -> nats(one.lacking) - nats(one.sharing)),
                changed(whole.stream().flatMap(one -> one.sharing.stream()).toList()),
                changed(whole.stream().flatMap(one -> one.lacking.stream()).toList()));
    }

    private BitSet meeting(UnsteeredInputs inputs) {
        BitSet meeting = new BitSet();
        IntStream.range(0, inputs.size())
                .filter(i -> where.test(inputs.input(i)))
                .forEach(meeting::set);
        return meeting;
    }

    private ActivationSwap swap(Asked asked) {
        int[] input = asked.neighbours().inputs().input(asked.index());
        return new ActivationSwap(model, new Query(input, asked.neighbours().site(), asked.position()), answer);
    }

    private Done done(Asked asked, BitSet meeting, RandomGenerator random, WorkRunner runner) {
        UnsteeredInputs inputs = asked.neighbours().inputs();
        Standing standing = asked.neighbours().of(asked.index(), asked.position());
        int own = values.code(asked.index(), asked.position());
        int[] others = IntStream.range(0, inputs.size())
                .filter(i -> i != asked.index() && standing.positions()[i] >= 0)
                .toArray();
        List<Integer> sharing = IntStream.of(others)
                .filter(i -> values.code(i, standing.positions()[i]) == own && meeting.get(i))
                .boxed()
                .toList();
        List<Integer> lacking = IntStream.of(others)
                .filter(i -> values.code(i, standing.positions()[i]) != own)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> !meeting.get(i))
                        .thenComparingDouble(i -> standing.distances()[i]))
                .limit(DONORS)
                .toList();
        ActivationSwap swap = swap(asked);
        return new Done(
                swap.outcomes(donors(inputs, drawn(sharing, random), standing), runner.within(0, 0.33)),
                swap.outcomes(donors(inputs, lacking, standing), runner.within(0.33, 0.66)),
                swap.outcomes(any(inputs, random), runner.within(0.66, 1)));
    }

    private static List<Integer> drawn(List<Integer> indices, RandomGenerator random) {
        return indices.size() <= DONORS
                ? indices
                : random.ints(DONORS, 0, indices.size()).mapToObj(indices::get).toList();
    }

    private static List<Donor> donors(UnsteeredInputs inputs, List<Integer> indices, Standing standing) {
        return indices.stream()
                .map(i -> new Donor(inputs.input(i), standing.positions()[i]))
                .toList();
    }

    private List<Donor> any(UnsteeredInputs inputs, RandomGenerator random) {
        return random.ints(DONORS, 0, inputs.size())
                .mapToObj(inputs::input)
                .flatMap(input ->
                        Positions.find(inputs.task(), input, position).stream().mapToObj(at -> new Donor(input, at)))
                .toList();
    }

    private static double nats(List<Outcome> outcomes) {
        return outcomes.stream().mapToDouble(Outcome::nats).average().orElse(Double.NaN);
    }

    private static Effect effect(List<Done> queries, ToDoubleFunction<Done> value) {
        return Effect.of(queries.stream().mapToDouble(value).toArray());
    }

    private static Proportion changed(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(one -> Proportion.of(one.changed()))
                .reduce(new Proportion(0, 0), Proportion::plus);
    }
}
