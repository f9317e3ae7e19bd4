package org.inversionview.magics.result;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.magics.view.Json;
import org.inversionview.models.inversion.Control;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSchedule.Setting;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.jspecify.annotations.Nullable;

/**
 * A preimage from its JSON form, which {@link PreimageColumns} wrote: numbers have six digits, only shown samples have
 * distances at every position, and another ε is cut from the samples.
 */
record PreimageOfColumns(
        Provenance provenance,
        String query,
        List<String> queryTokens,
        int position,
        String positionName,
        String site,
        String siteFullName,
        double queryNorm,
        SamplingSettings settings,
        List<GroupEntry> groups,
        int distinct,
        int distinctInside,
        List<Bin> histogram,
        SampleColumns samples,
        List<Shown> shown,
        @Nullable KnownCoverage coverage,
        @Nullable List<Control> controls,
        double seconds) {

    PreimageOfColumns {
        requireNonNull(settings, "settings");
        requireNonNull(groups, "groups");
        requireNonNull(samples, "samples");
        requireNonNull(shown, "shown");
    }

    /** A group; temperature and noise are no numbers where nothing was sampled. */
    private record GroupEntry(
            Source source,
            double temperature,
            double noise,
            boolean turned,
            @Nullable Corpus corpus,
            int proposals,
            int distinct,
            int inside) {

        Group group() {
            return new Group(
                    source,
                    Double.isNaN(temperature) ? Optional.empty() : Optional.of(new Setting(temperature, noise, turned)),
                    Optional.ofNullable(corpus),
                    proposals,
                    distinct,
                    inside);
        }
    }

    /** What belongs to every token of one sample. */
    private record Shown(int sample, List<Double> distances, List<Double> probabilityDifferences) {}

    /** Samples, an entry of each column a sample. */
    private record SampleColumns(
            List<String> text,
            @Nullable List<String> vocabulary,
            @Nullable List<List<Integer>> tokens,
            List<Integer> count,
            List<Double> distance,
            List<Integer> matchedPosition,
            List<String> matchedName,
            List<Boolean> wellFormed,
            @Nullable List<String> source) {

        SampleColumns {
            List<@Nullable List<?>> columns = Arrays.asList(count, distance, matchedPosition, matchedName, wellFormed);
            for (List<?> column : columns) {
                if (column == null || column.size() != text.size()) {
                    throw new IllegalArgumentException("a column has not an entry a sample");
                }
            }
        }

        List<String> tokens(int sample) {
            return tokens == null || vocabulary == null
                    ? text.get(sample).chars().mapToObj(Character::toString).toList()
                    : tokens.get(sample).stream().map(vocabulary::get).toList();
        }

        double distance(int sample) {
            return distance.get(sample).isNaN() ? Double.POSITIVE_INFINITY : distance.get(sample);
        }

        List<Source> sources(int sample, List<Source> all) {
            return source == null
                    ? all
                    : Arrays.stream(source.get(sample).split(", "))
                            .map(Source::named)
                            .toList();
        }
    }

    static Preimage read(JsonNode json) throws IOException {
        return Json.record(json, PreimageOfColumns.class).preimage();
    }

    private Preimage preimage() {
        return new Preimage(
                new EpsilonPreimage(
                        provenance,
                        query,
                        queryTokens,
                        position,
                        positionName,
                        site,
                        siteFullName,
                        queryNorm,
                        settings,
                        groups.stream().map(GroupEntry::group).toList(),
                        distinct,
                        distinctInside,
                        histogram,
                        all(),
                        shown.stream().map(Shown::sample).toList(),
                        seconds),
                Optional.ofNullable(coverage),
                requireNonNullElse(controls, List.of()));
    }

    private List<Sample> all() {
        Map<Integer, Shown> details = new HashMap<>();
        shown.forEach(one -> details.put(one.sample(), one));
        List<Source> sources =
                groups.stream().map(GroupEntry::source).distinct().toList();
        Shown none = new Shown(-1, List.of(), List.of());
        return IntStream.range(0, samples.text().size())
                .mapToObj(i -> sample(i, details.getOrDefault(i, none), sources))
                .toList();
    }

    private Sample sample(int i, Shown details, List<Source> sources) {
        return new Sample(
                samples.text().get(i),
                samples.tokens(i),
                samples.sources(i, sources),
                samples.count().get(i),
                samples.distance(i),
                samples.matchedPosition().get(i),
                samples.matchedName().get(i),
                samples.distance(i) <= settings.epsilon(),
                samples.wellFormed().get(i),
                details.distances(),
                details.probabilityDifferences());
    }
}
