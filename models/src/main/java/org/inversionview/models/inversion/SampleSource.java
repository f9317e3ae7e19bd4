package org.inversionview.models.inversion;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;

/** Finds inputs that may lie in an ε-preimage, and measures each of them on the probed model. All else is shared. */
interface SampleSource {

    /**
     * One way in which a source came by its inputs.
     *
     * @param setting of the decoder; nothing of other sources
     * @param corpus whose windows they are; nothing of other sources
     */
    record Origin(Source source, Optional<SamplingSchedule.Setting> setting, Optional<Corpus> corpus) {

        /** Returns the origin that is said by the source alone. */
        static Origin of(Source source) {
            return new Origin(source, Optional.empty(), Optional.empty());
        }

        /** Returns the origin of what a decoder proposes with a setting. */
        static Origin of(SamplingSchedule.Setting setting) {
            return new Origin(Source.DECODER, Optional.of(setting), Optional.empty());
        }
    }

    /**
     * What was found. Shares its arrays.
     *
     * @param origins what each entry of a proposal's counts is about
     * @param distinct inputs, duplicates merged
     * @param distances of each, by position
     */
    record Findings(List<Origin> origins, List<Proposals.Proposal> distinct, List<float[]> distances) {

        /** Returns the sources that a proposal came from. */
        List<Source> sources(Proposals.Proposal proposal) {
            return IntStream.range(0, origins.size())
                    .filter(origin -> proposal.counts()[origin] > 0)
                    .mapToObj(origin -> origins.get(origin).source())
                    .distinct()
                    .toList();
        }

        List<int[]> inputs() {
            return distinct.stream().map(Proposals.Proposal::input).toList();
        }
    }

    /** Returns inputs with their distances from the query activation. */
    Findings find(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner);

    /** Returns how many samples inside ε, and as many outside, a result keeps one by one; it counts all. */
    int kept();

    /**
     * Returns what is found for an activation that holds nothing, with distances from the query's; nothing where the activation
     * does not steer what is found.
     *
     * @param begin the activation of BOS
     */
    default Optional<Findings> prior(
            Query query, QueryActivation begin, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        return Optional.empty();
    }

    /** Returns for every input what z changes in the probability of each token; empty where nothing says so. */
    default List<List<Double>> probabilityDifferences(List<int[]> inputs, Query query, QueryActivation z) {
        return Collections.nCopies(inputs.size(), List.of());
    }
}
