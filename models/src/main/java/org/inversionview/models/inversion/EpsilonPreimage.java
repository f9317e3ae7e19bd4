package org.inversionview.models.inversion;

import java.util.List;

/**
 * What was found of an ε-preimage: every distinct input that was sampled for a query activation, with its distance.
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
 * @param groups what each setting of the schedule yielded
 * @param samples distinct samples, closest first
 * @param shown indices of the samples to look at, in that order: from inside and near misses, closest first, to three places,
 *     equal ones by their tokens; these have probability differences
 * @param seconds how long it took
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
        List<Sample> samples,
        List<Integer> shown,
        double seconds) {

    /**
     * What one setting of the schedule yielded.
     *
     * @param temperature of the decoder
     * @param noise added to the query activation, in its standard deviations
     * @param proposals inputs sampled
     * @param distinct different ones among them
     * @param inside proposals with D ≤ ε, duplicates counted
     */
    public record Group(double temperature, double noise, int proposals, int distinct, int inside) {

        /** Returns the share of proposals inside, from 0 to 1. */
        public double insideShare() {
            return proposals == 0 ? 0 : (double) inside / proposals;
        }
    }

    public EpsilonPreimage {
        queryTokens = List.copyOf(queryTokens);
        groups = List.copyOf(groups);
        samples = List.copyOf(samples);
        shown = List.copyOf(shown);
    }

    /** Returns the samples with D ≤ ε, closest first. */
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

    /** Returns the share of proposals with D ≤ ε, duplicates counted, from 0 to 1. */
    public double insideShare() {
        return (double) groups.stream().mapToInt(Group::inside).sum() / Math.max(1, proposals());
    }
}
