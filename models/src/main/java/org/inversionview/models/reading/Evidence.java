package org.inversionview.models.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;

/**
 * The inputs that statements about a preimage rest on.
 *
 * @param source of the members
 * @param members of the preimage, the query itself left out
 * @param fair members that nothing steered: the same, unless there are too few
 * @param near the closest inputs outside
 * @param outside inputs outside
 * @param drawn all that nothing steered
 */
record Evidence(
        Source source,
        List<ReadInput> members,
        List<ReadInput> fair,
        List<ReadInput> near,
        List<ReadInput> outside,
        DrawnInputs drawn) {

    /** Fewer members than these are no sample: those that a decoder proposed are read, where these are more. */
    private static final int FEW = 10;

    private static final int MOST = 20_000; // of either side: what more would tell is nothing
    private static final int NEAR_MISSES = 200;

    static Evidence of(Neighbours neighbours, Query query, Supplier<Optional<EpsilonPreimage>> sampled) {
        DrawnInputs drawn = DrawnInputs.of(neighbours, query);
        List<ReadInput> fair = drawn.spread(drawn.inside(), MOST);
        Optional<EpsilonPreimage> asked = fair.size() < FEW ? sampled.get() : Optional.empty();
        List<ReadInput> proposed =
                asked.map(found -> members(found, drawn.inputs().task(), query)).orElse(List.of());
        boolean steered = proposed.size() > fair.size();
        return new Evidence(
                steered ? asked.orElseThrow().sources().get(0) : drawn.inputs().source(),
                steered ? proposed : fair,
                fair,
                drawn.nearMisses(NEAR_MISSES),
                drawn.spread(drawn.outside(), MOST),
                drawn);
    }

    private static List<ReadInput> members(EpsilonPreimage sampled, Task task, Query query) {
        return sampled.inside().stream()
                .filter(sample -> sample.wellFormed() && sample.matchedPosition() >= 0)
                .map(sample -> new ReadInput(
                        new NamedInput(
                                task,
                                sample.tokens().stream()
                                        .mapToInt(task.vocabulary()::id)
                                        .toArray()),
                        sample.matchedPosition(),
                        1))
                .filter(member -> !Arrays.equals(member.input().ids(), query.input()))
                .toList();
    }
}
