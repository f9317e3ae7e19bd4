package org.inversionview.models.inversion;

import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * How far the activations of given inputs lie from a query activation: a user's own inputs, measured as samples are.
 *
 * @param provenance model, weights, device and versions
 * @param query the query input as text
 * @param position the query position, 0 = BOS
 * @param positionName the task's name of it
 * @param site short name of the activation site
 * @param settings ε, metric and match; the rest does not apply
 * @param inputs in the order given
 */
public record MeasuredInputs(
        Provenance provenance,
        String query,
        int position,
        String positionName,
        String site,
        SamplingSettings settings,
        List<Sample> inputs) {

    public MeasuredInputs {
        inputs = List.copyOf(inputs);
    }

    /**
     * Measures inputs; no decoder is needed.
     *
     * @throws InvalidRequestException if the model has no such site, the query input no such position, or z is zero
     */
    public static MeasuredInputs measure(
            ProbedModel model, Provenance provenance, Query query, List<int[]> inputs, SamplingSettings settings) {
        QueryActivation z = query.activation(model);
        List<float[]> distances = new SampleDistances(model).measure(inputs, query.site(), z, settings.metric());
        List<Sample> measured = IntStream.range(0, inputs.size())
                .mapToObj(i -> MeasuredProposal.of(
                                new Proposals.Proposal(inputs.get(i), new int[] {1}),
                                distances.get(i),
                                settings,
                                model.task())
                        .sample(model.task(), List.of(), false, List.of()))
                .toList();
        return new MeasuredInputs(
                provenance,
                model.task().vocabulary().decode(query.input()),
                query.position(),
                Positions.name(model.task(), query.input(), query.position()),
                query.site().shortName(),
                settings,
                measured);
    }
}
