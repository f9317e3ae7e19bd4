package org.inversionview.models.inversion;

import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.tasks.Task;

/**
 * A site's activations in inputs that nothing steered, drawn from the task or all that it has: any activation, of one of them or
 * of another input, is compared with those of all, so that what is inside ε and what is outside are fair samples.
 */
public final class UnsteeredInputs {

    private final Task task;
    private final InputPool pool;
    private final ActivationSite site;
    private final SiteActivations activations;
    private final TaskInputs inputs;

    private UnsteeredInputs(TaskInputs inputs, InputPool pool, ActivationSite site, WorkRunner runner) {
        this.inputs = inputs;
        this.task = inputs.model().task();
        this.pool = pool;
        this.site = inputs.model().require(site);
        this.activations = inputs.activations(pool, site, runner);
    }

    /**
     * Draws inputs and computes the activations that are not at hand.
     *
     * @param draws from 1 to 1,000,000
     */
    public static UnsteeredInputs drawn(
            TaskInputs inputs, int draws, long seed, ActivationSite site, WorkRunner runner) {
        return new UnsteeredInputs(inputs, inputs.drawn(draws, seed), site, runner);
    }

    /**
     * Where each input stands from an activation. Shares its arrays.
     *
     * @param distances D, infinite where no position is admitted
     * @param positions the matched position, −1 where none is admitted
     */
    public record Standing(double[] distances, int[] positions) {}

    public ActivationSite site() {
        return site;
    }

    public Task task() {
        return task;
    }

    /** Returns how many distinct inputs there are. */
    public int size() {
        return pool.distinct().size();
    }

    /** Returns an input; not to be changed. */
    public int[] input(int index) {
        return pool.distinct().get(index).input();
    }

    /** Returns how often an input was drawn. */
    public int count(int index) {
        return pool.distinct().get(index).count();
    }

    /** Returns whether one of the inputs' activation has a length, and so distances from it. */
    public boolean isDirected(int index, int position) {
        double norm = activations.at(index, position).norm();
        return norm > 0 && Double.isFinite(norm);
    }

    /** Returns where all inputs stand from the activation of one of them. */
    public Standing from(int index, int position, Distance metric, String match) {
        return standing(activations.at(index, position), metric, match);
    }

    /** Returns where all inputs stand from a query activation. */
    public Standing from(InversionView.Query query, Distance metric, String match) {
        return standing(query.activation(inputs.model()), metric, match);
    }

    private Standing standing(QueryActivation z, Distance metric, String match) {
        List<float[]> distances = activations.distances(z, metric);
        MatchedPosition[] matched = IntStream.range(0, size())
                .parallel()
                .mapToObj(i -> MatchedPosition.of(match, distances.get(i), input(i), task))
                .toArray(MatchedPosition[]::new);
        return new Standing(
                IntStream.range(0, size())
                        .mapToDouble(i -> matched[i].distance())
                        .toArray(),
                IntStream.range(0, size()).map(i -> matched[i].position()).toArray());
    }
}
