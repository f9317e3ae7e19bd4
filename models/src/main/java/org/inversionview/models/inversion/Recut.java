package org.inversionview.models.inversion;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.EpsilonPreimage.Group;

/** Takes another ε for what was measured once: nothing is sampled or run again. */
public final class Recut {

    private Recut() {}

    /**
     * Returns what was found as it is with another ε. All counts and shares are as if it had been asked with it; samples are
     * those that were kept, so of thousands of inputs those between the two ε are kept in part.
     *
     * @param epsilon above 0
     */
    public static EpsilonPreimage of(EpsilonPreimage found, double epsilon) {
        if (found.distances().size() == 0 && found.distinct() > 0) {
            throw new InvalidRequestException(
                    "epsilon", epsilon, "of this result no distances were kept beside its samples: ask anew");
        }
        SamplingSettings old = found.settings();
        SamplingSettings settings = new SamplingSettings(
                old.proposals(), epsilon, old.metric(), old.schedule(), old.match(), old.seed(), old.show());
        List<Sample> samples =
                found.samples().stream().map(sample -> sample.within(epsilon)).toList();
        DistanceBins bins = new DistanceBins(epsilon);
        found.groups().forEach(group -> group.distances().stream().forEach(distance -> bins.add(distance, 1)));
        return new EpsilonPreimage(
                found.provenance().askedWith(List.of()), // the lines asked with the other ε
                found.query(),
                found.queryTokens(),
                found.position(),
                found.positionName(),
                found.site(),
                found.siteFullName(),
                found.queryNorm(),
                settings,
                found.groups().stream().map(group -> group(group, epsilon)).toList(),
                found.distinct(),
                found.distances().within(epsilon),
                bins.counted(),
                samples,
                shown(samples, found.query(), settings.show()),
                found.seconds(),
                found.distances());
    }

    private static Group group(Group group, double epsilon) {
        return new Group(
                group.source(),
                group.setting(),
                group.corpus(),
                group.proposals(),
                group.distinct(),
                group.distances().within(epsilon),
                group.distances());
    }

    /** As a result's samples are chosen when it is asked for. */
    private static List<Integer> shown(List<Sample> samples, String query, int show) {
        List<Integer> ranked = IntStream.range(0, samples.size())
                .filter(i -> !samples.get(i).text().equals(query))
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> !samples.get(i).inside())
                        .thenComparing(i -> ShownSamples.place(samples.get(i).distance()))
                        .thenComparing(i -> samples.get(i).text()))
                .toList();
        int inside = (int) ranked.stream().filter(i -> samples.get(i).inside()).count();
        return ShownSamples.ranks(ranked.size(), inside, show).stream()
                .map(ranked::get)
                .toList();
    }
}
