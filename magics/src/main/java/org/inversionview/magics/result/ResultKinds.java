package org.inversionview.magics.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.view.Json;
import org.inversionview.models.Version;
import org.inversionview.models.inversion.MeasuredInputs;
import org.inversionview.models.reading.Comparison;
import org.inversionview.models.reading.ConsistencyMap;
import org.inversionview.models.reading.Study;

/** The kinds of results that can be had back, by name and version of their JSON form. */
final class ResultKinds {

    private static final Map<String, Kind> ALL = Map.ofEntries(
            Map.entry("inversionview/ablation/1", Kind.ofItself(Ablation.class)),
            Map.entry("inversionview/attention/2", Kind.ofItself(Attention.class)),
            Map.entry("inversionview/attribution/1", Kind.ofItself(Attribution.class)),
            Map.entry(CoverageColumns.SCHEMA, Kind.ofFiles(Coverage.class)),
            Map.entry("inversionview/patching/1", Kind.ofItself(CumulativeVerification.class)),
            Map.entry(
                    "inversionview/distances/1",
                    new Kind(Distances.class, json -> new Distances(Json.record(json, MeasuredInputs.class)))),
            Map.entry("inversionview/evaluation/1", Kind.ofItself(Evaluation.class)),
            Map.entry(
                    "inversionview/feature-rates/1",
                    new Kind(
                            FeatureRates.class,
                            json -> new FeatureRates(
                                    Json.record(json, ConsistencyMap.class),
                                    json.path("where").asText()))),
            Map.entry("inversionview/patch-map/1", Kind.ofItself(PatchMap.class)),
            Map.entry(PreimageColumns.SCHEMA, new Kind(Preimage.class, PreimageOfColumns::read)),
            Map.entry("inversionview/preimage-check/1", Kind.ofItself(PreimageVerification.class)),
            Map.entry("inversionview/query/1", Kind.ofItself(QueryInput.class)),
            Map.entry("inversionview/reading/1", new Kind(Reading.class, Reading::ofShown)),
            Map.entry(
                    "inversionview/comparison/1",
                    new Kind(SideBySide.class, json -> new SideBySide(Json.record(json, Comparison.class)))),
            Map.entry(
                    "inversionview/study/1",
                    new Kind(StudyReport.class, json -> new StudyReport(Json.record(json, Study.class)))),
            Map.entry(SweepRows.SCHEMA, Kind.ofItself(SweepRows.class)),
            Map.entry("inversionview/training/1", Kind.ofItself(Training.class)));

    private ResultKinds() {}

    /** Makes a result of the JSON form that a notebook shows. */
    @FunctionalInterface
    interface FromShown {
        Result of(JsonNode json) throws IOException;
    }

    /**
     * A kind of results.
     *
     * @param type its record, which a file holds as it is
     * @param isShownWhole whether a notebook shows all of it
     * @param fromShown how it is had back from what a notebook shows
     */
    record Kind(Class<? extends Result> type, boolean isShownWhole, FromShown fromShown) {

        /** A kind of which a notebook shows all. */
        Kind(Class<? extends Result> type, FromShown fromShown) {
            this(type, true, fromShown);
        }

        /** A kind whose JSON form is its own record. */
        static Kind ofItself(Class<? extends Result> type) {
            return new Kind(type, json -> Json.record(json, type));
        }

        /** A kind whose JSON form does not tell all of it. */
        static Kind ofFiles(Class<? extends Result> type) {
            return new Kind(type, false, json -> {
                throw new MagicException(
                        "%s: a notebook does not show all of such a result; save(\"x.json\") keeps it whole"
                                .formatted(type.getSimpleName()));
            });
        }
    }

    /**
     * Returns the kind of that name and version.
     *
     * @param where it was found
     * @param by what wrote it, as the beginning of a sentence
     * @throws MagicException if there is none, naming the versions that there are
     */
    static Kind named(String schema, String where, String by) {
        return Optional.ofNullable(ALL.get(schema)).orElseThrow(() -> {
            List<String> versions = versions(schema);
            return new MagicException("%s holds %s: %s"
                    .formatted(
                            where,
                            schema,
                            versions.isEmpty()
                                    ? "no result that can be loaded"
                                    : "%s wrote it, and this one, %s, reads %s"
                                            .formatted(by, Version.current(), String.join(", ", versions))));
        });
    }

    /** Returns whether results of that kind can be had back, of whatever version. */
    static boolean isKind(String schema) {
        return !versions(schema).isEmpty();
    }

    private static List<String> versions(String schema) {
        String kind = schema.substring(0, schema.lastIndexOf('/') + 1);
        return ALL.keySet().stream()
                .filter(known -> !kind.isEmpty() && known.startsWith(kind))
                .sorted()
                .toList();
    }
}
