package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The table in which a notebook says what activations hold, with the numbers that its cells have shown. */
final class ClaimsTable {

    /** {@code | `a1.2` at A1 (…) | the pair | 98.9 % (97.8 to 99.7) | 5.1 % |}. */
    private static final Pattern ROW = Pattern.compile(
            "\\| `([\\w.]+)` at (?:the )?`?([^`|, ]+)`?[^|]*\\|[^|]*\\| ([\\d.]+) % \\(([\\d.]+) to ([\\d.]+)\\) \\| ([\\d.]+) % \\|");

    private static final double POINTS = 1; // in a hundred: another processor rounds elsewhere

    private ClaimsTable() {}

    /** Checks every row's rate, its interval and the coverage against the cells; the table has so many rows. */
    static void assertIsWhatCellsShow(ExecutedNotebook notebook, String id, int rows) {
        StringBuilder text = new StringBuilder();
        notebook.cell(id).path("source").forEach(line -> text.append(line.asText()));
        List<MatchResult> claims = ROW.matcher(text).results().toList();
        assertThat(claims).as(text.toString()).hasSize(rows);
        for (MatchResult claim : claims) {
            String site = claim.group(1);
            String position = claim.group(2);
            assertThat(rates(notebook, site, position)).as(claim.group()).anyMatch(rate -> near(
                            claim.group(3), rate.path("value"))
                    && near(claim.group(4), rate.path("low"))
                    && near(claim.group(5), rate.path("high")));
            assertThat(coverages(notebook, site, position)).as(claim.group()).anyMatch(one -> near(claim.group(6), one));
        }
    }

    private static boolean near(String percent, JsonNode share) {
        return Math.abs(Double.parseDouble(percent) - 100 * share.asDouble()) <= POINTS;
    }

    private static List<JsonNode> rates(ExecutedNotebook notebook, String site, String position) {
        return notebook.results("inversionview/feature-rates/1").stream()
                .flatMap(map -> all(map.path("cells")))
                .filter(cell -> isOf(cell, site, "position", position))
                .flatMap(cell -> all(cell.path("features")))
                .map(feature -> feature.path("rate"))
                .toList();
    }

    private static List<JsonNode> coverages(ExecutedNotebook notebook, String site, String position) {
        Stream<JsonNode> alone = notebook.results("inversionview/coverage/1").stream()
                .filter(one -> isOf(one, site, "position_name", position))
                .map(one -> one.at("/coverage/value"));
        Stream<JsonNode> withOthers = notebook.results("inversionview/several/1").stream()
                .flatMap(several -> all(several.path("results")))
                .filter(row -> isOf(row, site, "position", position) && row.has("coverage"))
                .map(row -> row.path("coverage"));
        return Stream.concat(alone, withOthers).toList();
    }

    private static boolean isOf(JsonNode result, String site, String name, String position) {
        return result.path("site").asText().equals(site)
                && result.path(name).asText().equals(position);
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
