package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.reading.Members.Asked;
import org.inversionview.models.reading.Members.Found;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.Positions;

/**
 * Measures the feature consistency rate over many queries: how often inputs inside an ε-preimage share the query's value of a
 * feature. Source: Luo, Zhou, Dong, InverseScope (arXiv 2506.07406).
 *
 * <p>Queries are among the unsteered inputs themselves, so that one run of these serves every query and every feature; a query
 * does not count in its own preimage. For one thread at a time.
 */
public final class FeatureConsistency {

    private static final long NO_MEMORY = 1; // bytes of a query: what it is compared with is at hand
    private static final int BETWEEN_INTERRUPTS = 16; // queries
    private static final int VALUES = 20;

    private final UnsteeredInputs inputs;
    private final List<FeatureValues> features;
    private final Members members;

    /**
     * Computes the features of all inputs; members of preimages are sought among the inputs themselves.
     *
     * @param features at least one
     */
    public FeatureConsistency(UnsteeredInputs inputs, List<Feature> features) {
        this(inputs, features, new UnsteeredMembers());
    }

    /** As above, with members that a decoder proposes. */
    public FeatureConsistency(UnsteeredInputs inputs, List<Feature> features, ProposedMembers members) {
        this(inputs, features, (Members) members);
    }

    private FeatureConsistency(UnsteeredInputs inputs, List<Feature> features, Members members) {
        this.inputs = inputs;
        this.features = FeatureValues.of(features, inputs);
        this.members = members;
    }

    /**
     * Returns the rates at one site and position, over queries that are drawn evenly; interrupted, over those that were measured
     * by then.
     *
     * @param neighbours of the same inputs
     * @param position of the query, as a person writes it; inputs without it are no queries
     * @throws InvalidRequestException if no input has the position with an activation to measure distances from
     */
    public Consistency measure(
            Neighbours neighbours, String position, ConsistencySettings settings, WorkRunner runner) {
        return measure(neighbours, position, settings, input -> true, runner);
    }

    /** As above, over queries that meet a condition. */
    public Consistency measure(
            Neighbours neighbours,
            String position,
            ConsistencySettings settings,
            Predicate<int[]> where,
            WorkRunner runner) {
        return measured(neighbours, position, queries(neighbours, position, settings, where), runner);
    }

    /**
     * Returns the rates over queries of one's own; those without the position are left out.
     *
     * @param queries which are among the inputs; see {@link UnsteeredInputs#asking}
     * @throws InvalidRequestException if none has the position with an activation to measure distances from
     */
    public Consistency measure(Neighbours neighbours, String position, List<int[]> queries, WorkRunner runner) {
        List<Asked> asked = new ArrayList<>();
        for (int[] query : queries) {
            inputs.index(query)
                    .ifPresent(index -> asked(neighbours, index, position).ifPresent(asked::add));
        }
        if (asked.isEmpty()) {
            throw new InvalidRequestException("position", position, "none of the queries has an activation there");
        }
        return measured(neighbours, position, asked, runner);
    }

    private Consistency measured(Neighbours neighbours, String position, List<Asked> asked, WorkRunner runner) {
        List<Shares> measured = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += BETWEEN_INTERRUPTS) {
            int to = Math.min(asked.size(), from + BETWEEN_INTERRUPTS);
            runner.within((double) from / asked.size(), (double) to / asked.size())
                    .run(
                            asked.subList(from, to),
                            NO_MEMORY,
                            batch -> batch.items().stream().map(this::shares).toList(),
                            (batch, shares) -> measured.addAll(shares));
        }
        List<Shares> telling =
                measured.stream().filter(one -> one.found.inside() > 0).toList();
        return new Consistency(
                neighbours.site().shortName(),
                position,
                asked.size(),
                measured.size(),
                measured.size() - telling.size(),
                telling.stream().mapToInt(one -> one.found.inside()).average().orElse(Double.NaN),
                IntStream.range(0, features.size())
                        .mapToObj(feature -> rate(feature, telling))
                        .toList());
    }

    /** What one query says: the share of all other inputs that agree in each feature, and what was found inside. */
    private record Shares(Asked query, Found found, double[] bases) {

        double rate(int feature) {
            return (double) found.agreeing()[feature] / found.inside();
        }
    }

    /** Returns a feature's values in all inputs. */
    FeatureValues values(int feature) {
        return features.get(feature);
    }

    /** Returns queries that are drawn evenly: the same for the same settings. */
    List<Asked> queries(Neighbours neighbours, String position, ConsistencySettings settings, Predicate<int[]> where) {
        int[] order = IntStream.range(0, inputs.size()).toArray();
        RandomGenerator random = new SplittableRandom(settings.seed());
        List<Asked> queries = new ArrayList<>();
        for (int i = 0; i < order.length && queries.size() < settings.queries(); i++) {
            int drawn = random.nextInt(i, order.length);
            int index = order[drawn];
            order[drawn] = order[i];
            if (where.test(inputs.input(index))) {
                asked(neighbours, index, position).ifPresent(queries::add);
            }
        }
        if (queries.isEmpty()) {
            throw new InvalidRequestException(
                    "position",
                    position,
                    "no input of %s that was drawn, and meets the condition, has an activation there"
                            .formatted(inputs.task().name()));
        }
        return queries;
    }

    /** Returns the question about an input at a position; nothing where it has none, or no activation with a length. */
    private Optional<Asked> asked(Neighbours neighbours, int index, String position) {
        int[] input = inputs.input(index);
        OptionalInt at = Positions.find(inputs.task(), input, position);
        return at.isPresent()
                        && at.getAsInt() <= Positions.last(inputs.task(), input)
                        && neighbours.isDirected(index, at.getAsInt())
                ? Optional.of(new Asked(neighbours, index, at.getAsInt()))
                : Optional.empty();
    }

    private Shares shares(Asked query) {
        Standing standing = query.neighbours().of(query.index(), query.position());
        Found found = members.of(query, standing, features);
        double[] bases = new double[features.size()];
        for (int feature = 0; feature < bases.length; feature++) {
            bases[feature] = base(features.get(feature), query, standing.positions());
        }
        return new Shares(query, found, bases);
    }

    /** Returns the share of the other inputs, wherever they match, that have the query's value. */
    private double base(FeatureValues values, Asked query, int[] positions) {
        int own = values.code(query.index(), query.position());
        int matched = positions[query.index()];
        boolean counted = matched >= 0 && values.code(query.index(), matched) == own;
        int itself = Math.min(1, inputs.count(query.index()));
        return (double) (values.count(own, positions) - (counted ? itself : 0)) / (inputs.draws() - itself);
    }

    private Consistency.Rate rate(int feature, List<Shares> telling) {
        double[] rates = numbers(telling, one -> one.rate(feature));
        double[] bases = numbers(telling, one -> one.bases[feature]);
        return new Consistency.Rate(
                features.get(feature).feature().name(),
                MeanShare.sampled(rates),
                mean(bases),
                Margin.of(rates, bases),
                values(feature, telling));
    }

    /** Returns the values that most queries have. */
    private List<Consistency.OfValue> values(int feature, List<Shares> telling) {
        Map<Integer, List<Shares>> byCode = new LinkedHashMap<>();
        FeatureValues values = features.get(feature);
        for (Shares one : telling) {
            byCode.computeIfAbsent(values.code(one.query.index(), one.query.position()), fresh -> new ArrayList<>())
                    .add(one);
        }
        return byCode.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .limit(VALUES)
                .map(entry -> ofValue(String.valueOf(values.value(entry.getKey())), feature, entry.getValue()))
                .toList();
    }

    private Consistency.OfValue ofValue(String value, int feature, List<Shares> queries) {
        return new Consistency.OfValue(
                value,
                MeanShare.sampled(numbers(queries, one -> one.rate(feature))),
                mean(numbers(queries, one -> one.bases[feature])),
                inputs.named(queries.get(0).query.index()).text(),
                queries.get(0).found.example());
    }

    private static double[] numbers(List<Shares> shares, ToDoubleFunction<Shares> number) {
        return shares.stream().mapToDouble(number).toArray();
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElse(Double.NaN);
    }
}
