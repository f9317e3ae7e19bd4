package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.inversion.Control;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Sample;

/**
 * The JSON form of a preimage: samples as columns, one entry a sample, so that a thousand of them take thirty kilobytes. What
 * belongs to every token, distances and probability differences, stands there for the samples that are shown.
 */
final class PreimageColumns {

    /** Name and version; see preimage.schema.json. */
    static final String SCHEMA = "inversionview/preimage/3";

    private PreimageColumns() {}

    static Map<String, Object> of(EpsilonPreimage preimage, Optional<KnownCoverage> coverage, List<Control> controls) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("provenance", preimage.provenance());
        json.put("query", preimage.query());
        json.put("query_tokens", preimage.queryTokens());
        json.put("position", preimage.position());
        json.put("position_name", preimage.positionName());
        json.put("site", preimage.site());
        json.put("site_full_name", preimage.siteFullName());
        json.put("query_norm", preimage.queryNorm());
        json.put("settings", preimage.settings());
        json.put(
                "groups", preimage.groups().stream().map(PreimageColumns::group).toList());
        json.put("distinct", preimage.distinct());
        json.put("distinct_inside", preimage.distinctInside());
        json.put("histogram", preimage.histogram());
        json.put("samples", samples(preimage));
        json.put("shown", shown(preimage));
        coverage.ifPresent(known -> json.put("coverage", known));
        if (!controls.isEmpty()) {
            json.put("controls", controls);
        }
        json.put("seconds", preimage.seconds());
        return json;
    }

    private static Map<String, Object> group(EpsilonPreimage.Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", group.source().label());
        group.setting().ifPresent(setting -> {
            json.put("temperature", setting.temperature());
            json.put("noise", setting.noise());
            if (setting.turned()) {
                json.put("turned", true);
            }
        });
        group.corpus().ifPresent(corpus -> json.put("corpus", corpus));
        json.put("proposals", group.proposals());
        json.put("distinct", group.distinct());
        json.put("inside", group.inside());
        return json;
    }

    private static Map<String, Object> samples(EpsilonPreimage preimage) {
        List<Sample> samples = preimage.samples();
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("text", samples.stream().map(Sample::text).toList());
        if (!samples.stream().allMatch(PreimageColumns::tokensAreCharacters)) {
            List<String> vocabulary = samples.stream()
                    .flatMap(sample -> sample.tokens().stream())
                    .distinct()
                    .toList();
            Map<String, Integer> index = new HashMap<>();
            vocabulary.forEach(token -> index.put(token, index.size()));
            columns.put("vocabulary", vocabulary);
            columns.put(
                    "tokens",
                    samples.stream()
                            .map(sample ->
                                    sample.tokens().stream().map(index::get).toList())
                            .toList());
        }
        columns.put("count", samples.stream().map(Sample::count).toList());
        columns.put("distance", samples.stream().map(Sample::distance).toList());
        columns.put(
                "matched_position",
                samples.stream().map(Sample::matchedPosition).toList());
        columns.put("matched_name", samples.stream().map(Sample::matchedName).toList());
        columns.put("well_formed", samples.stream().map(Sample::wellFormed).toList());
        if (preimage.sources().size() > 1) {
            columns.put("source", samples.stream().map(SampleCells::sources).toList());
        }
        return columns;
    }

    private static boolean tokensAreCharacters(Sample sample) {
        return sample.tokens().stream().allMatch(token -> token.length() == 1)
                && sample.text().equals(String.join("", sample.tokens()));
    }

    private static List<Map<String, Object>> shown(EpsilonPreimage preimage) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int index : preimage.shown()) {
            Sample sample = preimage.samples().get(index);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("sample", index);
            one.put("distances", sample.distances());
            one.put("probability_differences", sample.probabilityDifferences());
            shown.add(one);
        }
        return shown;
    }
}
