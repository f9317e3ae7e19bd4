package org.inversionview.models.inversion;

import java.util.List;
import java.util.Optional;

/**
 * What was found of an ε-preimage: the distinct inputs that were measured for a query activation, with their distances.
 *
 * <p>Plain values, nothing native: it can be kept, serialised and compared. Source: Huang et al. 2024, §2.
 *
 * @param provenance model, weights, device and versions
 * @param query the query input as text, BOS and EOS included
 * @param queryTokens its tokens
 * @param position the query position, 0 = BOS
 * @param positionName the task's name of it; its number where it has none
 * @param site short name of the activation site
 * @param siteFullName TransformerLens name of the site
 * @param queryNorm ‖z‖₂ of the query activation
 * @param settings how it was sampled
 * @param groups what each source, and each setting of the decoder's schedule, yielded
 * @param distinct how many distinct inputs were measured
 * @param distinctInside how many of them have D ≤ ε
 * @param histogram of the proposals' distances
 * @param samples distinct inputs, closest first: all, or where draws or an enumeration yielded thousands, evenly from inside
 *     and the closest outside
 * @param shown indices of the samples to look at, in that order: from inside and near misses, closest first, to three places,
 *     equal ones by their tokens; never the query itself; a decoder's have probability differences
 * @param seconds how long it took
 * @param distances of all distinct inputs, for another ε
 */
public record EpsilonPreimage(
        Provenance provenance,
        String query,
        List<String> queryTokens,
        int position,
        String positionName,
        String site,
        String siteFullName,
        double queryNorm,
        SamplingSettings settings,
        List<Group> groups,
        int distinct,
        int distinctInside,
        List<Bin> histogram,
        List<Sample> samples,
        List<Integer> shown,
        double seconds,
        FoundDistances distances) {

    /** Makes one of which no distances are kept beside the samples'. */
    public EpsilonPreimage(
            Provenance provenance,
            String query,
            List<String> queryTokens,
            int position,
            String positionName,
            String site,
            String siteFullName,
            double queryNorm,
            SamplingSettings settings,
            List<Group> groups,
            int distinct,
            int distinctInside,
            List<Bin> histogram,
            List<Sample> samples,
            List<Integer> shown,
            double seconds) {
        this(
                provenance,
                query,
                queryTokens,
                position,
                positionName,
                site,
                siteFullName,
                queryNorm,
                settings,
                groups,
                distinct,
                distinctInside,
                histogram,
                samples,
                shown,
                seconds,
                FoundDistances.NONE);
    }

    /**
     * What one source yielded, or one setting of a decoder's schedule.
     *
     * @param setting of the decoder; nothing of other sources
     * @param corpus whose windows they are; nothing of other sources
     * @param proposals inputs sampled
     * @param distinct different ones among them
     * @param inside proposals with D ≤ ε, duplicates counted
     * @param distances of the proposals, for another ε
     */
    public record Group(
            Source source,
            Optional<SamplingSchedule.Setting> setting,
            Optional<Corpus> corpus,
            int proposals,
            int distinct,
            int inside,
            FoundDistances distances) {

        /** Makes a group of which no distances are kept. */
        public Group(
                Source source,
                Optional<SamplingSchedule.Setting> setting,
                Optional<Corpus> corpus,
                int proposals,
                int distinct,
                int inside) {
            this(source, setting, corpus, proposals, distinct, inside, FoundDistances.NONE);
        }

        /** Makes a group of no corpus. */
        public Group(
                Source source, Optional<SamplingSchedule.Setting> setting, int proposals, int distinct, int inside) {
            this(source, setting, Optional.empty(), proposals, distinct, inside);
        }

        /** Returns the share of proposals inside, from 0 to 1; NaN of a search, which is steered: its share says nothing. */
        public double insideShare() {
            if (source == Source.SEARCH) {
                return Double.NaN;
            }
            return proposals == 0 ? 0 : (double) inside / proposals;
        }

        /** Returns inside of proposals with its uncertainty: of draws from the task, it estimates the preimage's probability. */
        public Proportion proportion() {
            return new Proportion(inside, proposals);
        }
    }

    /**
     * The text whose windows were measured.
     *
     * @param name of the file, or what its user calls it
     * @param sha256 of the file
     * @param window tokens of a window at most, BOS and EOS not counted
     */
    public record Corpus(String name, String sha256, int window) {}

    /**
     * How many proposals lie about as far.
     *
     * @param upTo the bin's upper end, which belongs to it; of the last, which may be wide, the largest distance
     * @param proposals duplicates counted
     */
    public record Bin(double upTo, int proposals) {}

    public EpsilonPreimage {
        queryTokens = List.copyOf(queryTokens);
        groups = List.copyOf(groups);
        histogram = List.copyOf(histogram);
        samples = List.copyOf(samples);
        shown = List.copyOf(shown);
    }

    /** Returns the samples with D ≤ ε, closest first; see {@link #distinctInside} for how many there are. */
    public List<Sample> inside() {
        return samples.stream().filter(Sample::inside).toList();
    }

    /** Returns the samples with D &gt; ε, closest first: near misses, then far ones. */
    public List<Sample> outside() {
        return samples.stream().filter(sample -> !sample.inside()).toList();
    }

    /** Returns the samples to look at, closest first. */
    public List<Sample> shownSamples() {
        return shown.stream().map(samples::get).toList();
    }

    /** Returns all proposals, duplicates counted. */
    public int proposals() {
        return groups.stream().mapToInt(Group::proposals).sum();
    }

    /** Returns the share of proposals with D ≤ ε, duplicates counted, from 0 to 1; what a search led to is left out. */
    public double insideShare() {
        List<Group> counted =
                groups.stream().filter(group -> group.source() != Source.SEARCH).toList();
        int inside = counted.stream().mapToInt(Group::inside).sum();
        return (double) inside
                / Math.max(1, counted.stream().mapToInt(Group::proposals).sum());
    }

    /** Returns where the inputs come from. */
    public List<Source> sources() {
        return groups.stream().map(Group::source).distinct().toList();
    }
}
