package org.inversionview.models.inversion;

import java.util.List;

/**
 * What a decoder finds of an ε-preimage, and what it misses: an estimate from members that were found without it.
 *
 * <p>Inputs drawn from the task, in no way steered, that lie inside are a fair sample of the preimage; so is a part of the whole
 * preimage, where the task lists its inputs. Of each such member the decoder says how likely it is proposed.
 *
 * @param provenance model, weights, device and versions
 * @param query the query input as text, BOS and EOS included
 * @param queryTokens its tokens
 * @param position the query position, 0 = BOS
 * @param positionName the task's name of it; its number where it has none
 * @param site short name of the activation site
 * @param siteFullName TransformerLens name of the site
 * @param settings how it was measured
 * @param source where members come from: draws from the task, or all its inputs
 * @param measured inputs whose distance was measured, duplicates counted
 * @param inside how many of them have D ≤ ε
 * @param coverage mean chance that the proposals contain a member: the share of the preimage, weighted by the task's
 *     distribution, that the decoder finds; certain where every member of the preimage was scored
 * @param ceiling the share that as many draws from the preimage itself would find, which the coverage of a perfect decoder would
 *     be: low where the preimage has more members than there are proposals; NaN where the task does not list its inputs
 * @param found how many of the distinct inputs inside were among proposals that were drawn: what happened once, where the
 *     coverage is what is to be expected
 * @param unseen mass of the decoder's own distribution that these proposals have not shown: the share of them seen once (Good
 *     1953, after Turing); NaN without proposals
 * @param auroc chance that a scored member is likelier under the decoder than a scored other input; NaN where either is lacking
 * @param members that were scored, the most likely missed first
 * @param others inputs outside that were scored
 * @param seconds how long it took
 */
public record PreimageCoverage(
        Provenance provenance,
        String query,
        List<String> queryTokens,
        int position,
        String positionName,
        String site,
        String siteFullName,
        CoverageSettings settings,
        Source source,
        int measured,
        int inside,
        MeanShare coverage,
        double ceiling,
        Proportion found,
        double unseen,
        double auroc,
        List<Member> members,
        List<Other> others,
        double seconds) {

    /**
     * A member of the preimage.
     *
     * @param text the whole input, BOS and EOS included
     * @param distance D, at most ε
     * @param count how often it is among the scored draws
     * @param logProbability log p(x | z, s) in nats, at temperature 1 and without noise
     * @param bySetting log of the probability that one proposal is this input, in nats, under each setting of the schedule
     * @param chance that the proposals contain it, from 0 to 1
     * @param proposed whether those that were drawn do
     */
    public record Member(
            String text,
            double distance,
            int count,
            double logProbability,
            List<Double> bySetting,
            double chance,
            boolean proposed) {

        public Member {
            bySetting = List.copyOf(bySetting);
        }
    }

    /**
     * An input outside.
     *
     * @param distance D, above ε; infinite where it has no such position
     * @param logProbability log p(x | z, s) in nats, at temperature 1 and without noise
     */
    public record Other(double distance, double logProbability) {}

    public PreimageCoverage {
        queryTokens = List.copyOf(queryTokens);
        members = List.copyOf(members);
        others = List.copyOf(others);
    }

    /** Returns whether every member of the preimage was scored, so that nothing is estimated. */
    public boolean isExact() {
        return source == Source.EXACT
                && members.stream().mapToInt(Member::count).sum() == inside;
    }

    /** Returns the share of the measured inputs inside: of draws, it estimates the preimage's probability. */
    public Proportion probability() {
        return new Proportion(inside, measured);
    }
}
