package org.inversionview.models.inversion;

import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * A proposed input, its distances, and the position that counts. Shares its arrays, as {@link Proposals} do.
 *
 * @param distances by position, as long as the input
 * @param inside whether the matched distance is at most ε
 */
record MeasuredProposal(Proposals.Proposal proposal, float[] distances, MatchedPosition match, boolean inside) {

    static MeasuredProposal of(Proposals.Proposal proposal, float[] distances, SamplingSettings settings, Task task) {
        MatchedPosition match = MatchedPosition.of(settings.match(), distances, proposal.input(), task);
        return new MeasuredProposal(proposal, distances, match, match.distance() <= settings.epsilon());
    }

    /**
     * Returns plain values.
     *
     * @param sources where it came from
     * @param anyText whether it is of a user's own text, which need not be an input of the task
     * @param differences the probability differences, or empty
     */
    Sample sample(Task task, List<Source> sources, boolean anyText, List<Double> differences) {
        int[] input = proposal.input();
        List<Double> plain = IntStream.range(0, input.length)
                .mapToObj(position -> MatchedPosition.isAdmitted(input[position], task.vocabulary())
                        ? (double) distances[position]
                        : Double.NaN)
                .toList();
        return new Sample(
                task.vocabulary().decode(input),
                task.vocabulary().tokens(input),
                sources,
                proposal.count(),
                match.distance(),
                match.position(),
                match.position() < 0 ? "" : Positions.name(task, input, match.position()),
                inside,
                anyText || task.isWellFormed(input),
                plain,
                differences);
    }
}
