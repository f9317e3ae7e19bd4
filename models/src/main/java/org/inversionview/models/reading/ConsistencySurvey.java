package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.tasks.Feature;

/** Measures the consistency of features at every one of some sites, at every one of some positions. */
public final class ConsistencySurvey {

    private static final double ACTIVATIONS = 0.3; // of the work

    private final UnsteeredInputs inputs;
    private final List<Feature> features;
    private final Optional<ProposedMembers> proposed;
    private final Predicate<int[]> where;

    /**
     * Prepares a survey.
     *
     * @param inputs among which queries are, and members unless a decoder proposes them
     * @param features at least one
     * @param where which inputs are queries
     */
    public ConsistencySurvey(
            UnsteeredInputs inputs,
            List<Feature> features,
            Optional<ProposedMembers> proposed,
            Predicate<int[]> where) {
        if (features.isEmpty()) {
            throw new InvalidRequestException(
                    "task",
                    inputs.task().name(),
                    "it names no features of its inputs whose consistency could be measured");
        }
        this.inputs = inputs;
        this.features = List.copyOf(features);
        this.proposed = proposed;
        this.where = where;
    }

    /**
     * Returns the map; interrupted, of the cells that were measured by then, the last one perhaps over fewer queries.
     *
     * @throws InvalidRequestException if the model has no such site, or no input a position
     */
    public ConsistencyMap measure(
            List<ActivationSite> sites, List<String> positions, ConsistencySettings settings, WorkRunner runner) {
        long start = System.nanoTime();
        List<Consistency> cells = new ArrayList<>();
        try {
            List<Neighbours> all = inputs.at(sites, settings.near(), runner.within(0, ACTIVATIONS));
            FeatureConsistency consistency = proposed.map(members -> new FeatureConsistency(inputs, features, members))
                    .orElseGet(() -> new FeatureConsistency(inputs, features));
            int asked = sites.size() * positions.size();
            for (Neighbours neighbours : all) {
                for (String position : positions) {
                    if (!Thread.currentThread().isInterrupted()) {
                        WorkRunner part = runner.within(ACTIVATIONS, 1)
                                .within((double) cells.size() / asked, (cells.size() + 1.0) / asked);
                        cells.add(consistency.measure(neighbours, position, settings, where, part));
                    }
                }
            }
        } catch (CancellationException interrupted) {
            Thread.currentThread().interrupt(); // what was measured is shown
        }
        return new ConsistencyMap(
                inputs.provenance(),
                settings,
                proposed.isPresent() ? Source.DECODER : inputs.source(),
                inputs.draws(),
                cells,
                sites.size() * positions.size(),
                (System.nanoTime() - start) / 1e9);
    }
}
