package org.inversionview.models.inversion;

import java.util.stream.IntStream;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/** How near a site's activations in unsteered inputs are to any one: of these inputs, or of another. */
public final class Neighbours {

    private static final int NOWHERE = -1;

    private final UnsteeredInputs inputs;
    private final ProbedModel model;
    private final ActivationSite site;
    private final SiteActivations activations;
    private final Nearness near;
    private final int[] fixed; // the compared position of each input, where it is always the same; else empty

    Neighbours(
            UnsteeredInputs inputs,
            ProbedModel model,
            ActivationSite site,
            SiteActivations activations,
            Nearness near) {
        this.inputs = inputs;
        this.model = model;
        this.site = site;
        this.activations = activations;
        this.near = near;
        this.fixed = near.isBest()
                ? new int[0]
                : IntStream.range(0, inputs.size())
                        .parallel()
                        .map(this::matched)
                        .toArray();
    }

    private int matched(int index) {
        int[] input = inputs.input(index);
        return Positions.find(inputs.task(), input, near.match()).stream()
                .filter(position -> MatchedPosition.isAdmitted(
                        input[position], inputs.task().vocabulary()))
                .findFirst()
                .orElse(NOWHERE);
    }

    /**
     * Where each input stands from an activation. Shares its arrays.
     *
     * @param distances D, infinite where no position is admitted
     * @param positions the matched position, −1 where none is admitted
     */
    public record Standing(double[] distances, int[] positions) {}

    public UnsteeredInputs inputs() {
        return inputs;
    }

    public ActivationSite site() {
        return site;
    }

    public Nearness nearness() {
        return near;
    }

    /** Returns whether one of the inputs' activation has a length, and so distances from it. */
    public boolean isDirected(int index, int position) {
        double norm = activations.at(index, position).norm();
        return norm > 0 && Double.isFinite(norm);
    }

    /** Returns where all inputs stand from the activation of one of them. */
    public Standing of(int index, int position) {
        return standing(activations.at(index, position));
    }

    /** Returns where all inputs stand from a query activation. */
    public Standing of(Query query) {
        return standing(query.activation(model));
    }

    private Standing standing(QueryActivation z) {
        return near.isBest() ? closest(z) : atFixed(z);
    }

    private Standing atFixed(QueryActivation z) {
        double norm = z.norm();
        double[] distances = IntStream.range(0, fixed.length)
                .parallel()
                .mapToDouble(i -> fixed[i] == NOWHERE
                        ? Double.POSITIVE_INFINITY
                        : (float) near.metric()
                                .between(activations.at(i, fixed[i]).values(), 0, z.values(), norm))
                .toArray();
        return new Standing(distances, fixed);
    }

    /** The earlier one of equally close positions, as {@link MatchedPosition#best}; a pool's inputs hold no padding. */
    private Standing closest(QueryActivation z) {
        double[] closest = new double[inputs.size()];
        int[] matched = new int[inputs.size()];
        activations.measure(z, near.metric(), (input, distances, positions) -> {
            int best = NOWHERE;
            for (int position = 0; position < positions; position++) {
                best = best == NOWHERE || distances[position] < distances[best] ? position : best;
            }
            matched[input] = best;
            closest[input] = best == NOWHERE ? Double.POSITIVE_INFINITY : distances[best];
        });
        return new Standing(closest, matched);
    }
}
