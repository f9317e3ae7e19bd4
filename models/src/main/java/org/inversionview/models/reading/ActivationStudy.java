package org.inversionview.models.reading;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.inversionview.models.causal.ActivationSwap;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;

/** Closes the loop for one activation: preimage, strongest reading, its consistency over queries, and its causal test. */
public final class ActivationStudy {

    private static final int CAUSAL_QUERIES = 24;
    private static final double READ = 0.4; // of the work

    private final ProbedModel model;
    private final Neighbours neighbours;
    private final List<Feature> named;
    private final Queries queries;

    /**
     * Which other queries the reading is tested on.
     *
     * @param where what they have in common, in words; may be empty
     * @param meets whether an input meets that
     * @param answer position of the predicted token; empty for the first answer token after the query position
     */
    public record Queries(int count, String where, Predicate<int[]> meets, String answer, long seed) {}

    /**
     * Prepares a study.
     *
     * @param neighbours among which members, queries and donors are
     * @param named features of the task, and those that were added
     */
    public ActivationStudy(ProbedModel model, Neighbours neighbours, List<Feature> named, Queries queries) {
        this.model = model;
        this.neighbours = neighbours;
        this.named = List.copyOf(named);
        this.queries = queries;
    }

    /**
     * Returns the study of a query's activation; interrupted, with the steps that were done.
     *
     * @param sampled whose samples are members where the neighbours' are too few
     * @throws org.inversionview.models.InvalidRequestException if the answer does not come after the query position
     */
    public Study of(Query query, Optional<EpsilonPreimage> sampled, WorkRunner runner) {
        long start = System.nanoTime();
        requireAnswer(query);
        Explanation explanation = PreimageReader.explain(neighbours, query, named, () -> sampled);
        String position = explanation.position();
        Optional<FeatureConsistency> reading = Study.reading(explanation)
                .map(statement -> new FeatureConsistency(neighbours.inputs(), List.of(feature(statement, query))));
        Optional<Consistency> consistency = reading.map(one ->
                one.measure(neighbours, position, settings(queries.count), queries.meets, runner.within(0, READ)));
        Optional<CausalTest> causal = consistency
                .filter(Study::isConsistent)
                .map(measured -> causal(reading.orElseThrow(), position, runner.within(READ, 1)));
        return new Study(explanation, consistency, causal, queries.where, (System.nanoTime() - start) / 1e9);
    }

    /** What would be refused at the last step is refused at once. */
    private void requireAnswer(Query query) {
        new ActivationSwap(model, query, queries.answer).answer();
    }

    private ConsistencySettings settings(int count) {
        return new ConsistencySettings(neighbours.nearness(), count, queries.seed);
    }

    private CausalTest causal(FeatureConsistency reading, String position, WorkRunner runner) {
        int count = Math.min(queries.count, CAUSAL_QUERIES);
        return new CausalReading(model, reading.values(0), position, queries.answer, queries.meets)
                .test(reading.queries(neighbours, position, settings(count), queries.meets), queries.seed, runner);
    }

    /** Returns the feature that a statement is about, for any query. */
    private Feature feature(Statement statement, Query query) {
        Task task = neighbours.inputs().task();
        return CandidateFeatures.of(task, new NamedInput(task, query.input()), named).stream()
                .filter(feature -> feature.name().equals(statement.feature()))
                .findFirst()
                .orElseThrow();
    }
}
