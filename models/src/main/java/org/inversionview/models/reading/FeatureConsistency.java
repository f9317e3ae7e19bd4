package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.inversion.UnsteeredInputs.Standing;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.Positions;

/**
 * Measures the feature consistency rate over many queries: how often inputs inside an ε-preimage share the query's value of a
 * feature. Source: Luo, Zhou, Dong, InverseScope (arXiv 2506.07406).
 *
 * <p>Queries are among the unsteered inputs themselves, so that one run of these serves every query and every feature; a query
 * does not count in its own preimage.
 */
public final class FeatureConsistency {

    private static final long NO_MEMORY = 1; // bytes of a query: what it is compared with is at hand

    private final UnsteeredInputs inputs;
    private final List<FeatureValues> features;

    /**
     * Computes the features of all inputs.
     *
     * @param features at least one
     */
    public FeatureConsistency(UnsteeredInputs inputs, List<Feature> features) {
        if (features.isEmpty()) {
            throw new InvalidRequestException(
                    "task",
                    inputs.task().name(),
                    "it names no features of its inputs whose consistency could be measured");
        }
        this.inputs = inputs;
        this.features = features.stream()
                .map(feature -> FeatureValues.of(feature, inputs))
                .toList();
    }

    /**
     * Returns the rates over queries that are drawn evenly; interrupted, over those that were measured by then.
     *
     * @param position of the query, as a person writes it; queries without it are passed over
     * @param queries how many, from 1
     * @throws InvalidRequestException if no input has the position with an activation to measure distances from
     */
    public Consistency measure(String position, Nearness near, int queries, long seed, WorkRunner runner) {
        List<Query> asked = queries(position, queries, seed);
        List<Shares> measured = new ArrayList<>();
        runner.inSmallSteps()
                .run(
                        asked,
                        NO_MEMORY,
                        batch -> batch.items().stream()
                                .map(query -> shares(query, near))
                                .toList(),
                        (batch, shares) -> measured.addAll(shares));
        List<Shares> telling = measured.stream().filter(one -> one.inside > 0).toList();
        List<Consistency.Rate> rates = IntStream.range(0, features.size())
                .mapToObj(feature -> rate(feature, telling))
                .toList();
        return new Consistency(
                inputs.site().shortName(),
                position,
                asked.size(),
                measured.size(),
                measured.size() - telling.size(),
                telling.stream().mapToInt(one -> one.inside).average().orElse(Double.NaN),
                rates);
    }

    private record Query(int index, int position) {}

    /** What one query says: how many others lie inside, and which share of them, and of all others, agrees in each feature. */
    private record Shares(int inside, double[] rates, double[] bases) {}

    private List<Query> queries(String position, int count, long seed) {
        int[] order = IntStream.range(0, inputs.size()).toArray();
        RandomGenerator random = new SplittableRandom(seed);
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < order.length && queries.size() < count; i++) {
            int drawn = random.nextInt(i, order.length);
            int index = order[drawn];
            order[drawn] = order[i];
            OptionalInt at = Positions.find(inputs.task(), inputs.input(index), position);
            if (at.isPresent()
                    && at.getAsInt() <= Positions.last(inputs.task(), inputs.input(index))
                    && inputs.isDirected(index, at.getAsInt())) {
                queries.add(new Query(index, at.getAsInt()));
            }
        }
        if (queries.isEmpty()) {
            throw new InvalidRequestException(
                    "position",
                    position,
                    "no input of %s has an activation there"
                            .formatted(inputs.task().name()));
        }
        return queries;
    }

    private Shares shares(Query query, Nearness near) {
        Standing standing = inputs.from(query.index, query.position, near.metric(), near.match());
        int inside = 0;
        int[] agreeing = new int[features.size()];
        for (int i = 0; i < inputs.size(); i++) {
            if (standing.distances()[i] <= near.epsilon()) {
                int count = others(i, query);
                inside += count;
                for (int feature = 0; feature < agreeing.length; feature++) {
                    agreeing[feature] += features.get(feature).agree(i, query.index) ? count : 0;
                }
            }
        }
        int all = Arrays.stream(features.get(0).counts()).sum() - 1;
        double[] rates = new double[agreeing.length];
        double[] bases = new double[agreeing.length];
        for (int feature = 0; feature < agreeing.length; feature++) {
            FeatureValues values = features.get(feature);
            rates[feature] = (double) agreeing[feature] / inside;
            bases[feature] = (double) (values.counts()[values.codes()[query.index]] - 1) / all;
        }
        return new Shares(inside, rates, bases);
    }

    /** Returns how many draws of an input there are beside the query. */
    private int others(int index, Query query) {
        return inputs.count(index) - (index == query.index ? 1 : 0);
    }

    private Consistency.Rate rate(int feature, List<Shares> telling) {
        return new Consistency.Rate(
                features.get(feature).feature().name(),
                MeanShare.sampled(
                        telling.stream().mapToDouble(one -> one.rates[feature]).toArray()),
                telling.stream()
                        .mapToDouble(one -> one.bases[feature])
                        .average()
                        .orElse(Double.NaN));
    }
}
