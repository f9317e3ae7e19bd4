package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.inversionview.magics.result.SweepRows;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.tasks.FeatureRegistry;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** That the atlas of the addition model is what its line computes, and shows what the notebook says. */
class AtlasTest {

    private static final Path FOLDER = Path.of("atlas");
    private static final String SITE = "a1.2";
    private static final String POSITION = "=";

    @Test
    void the_atlas_shows_what_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("06-atlas.ipynb");
        JsonNode sweep = notebook.result("sweep");

        assertThat(sweep.path("done").asInt()).isEqualTo(3 * 15); // nothing was computed anew, or all of it
        assertThat(sweep.path("failed").asInt()).isZero();
        Map<String, String> readings = StreamSupport.stream(sweep.path("cells").spliterator(), false)
                .filter(cell -> cell.path("measure").asText().equalsIgnoreCase("fcr"))
                .collect(Collectors.toMap(
                        cell -> cell.path("site").asText() + "@"
                                + cell.path("position").asText(),
                        cell -> cell.path("feature").asText()));
        assertThat(readings)
                .hasSize(15 * 12)
                .containsEntry("x0.pre@F3", "F3")
                .containsEntry("x0.pre@S3", "S3")
                .containsEntry("a0.1@=", "larger of F1,S1")
                .containsEntry("m0@=", "F1,S1 in either order")
                .containsEntry("a1.2@=", "F1,S1 in either order")
                .containsEntry("a1.2@A3", "F3,S3 in either order");
        assertThat(notebook.cell("sweep").at("/outputs/0/data/text~1html").toString())
                .contains("Atlas: of each site and position", "either order");
        assertThat(notebook.shown("heads")).contains("a1.2", "a0.1", "F1,S1 in either order");
        assertThat(effect(sweep, "x1.mid")).isGreaterThan(0.95);
        assertThat(effect(sweep, "a1.2")).isBetween(0.2, 0.5);
    }

    /** Returns what patching a site at = does to the first digit of the answer, as a share of the way. */
    private static double effect(JsonNode sweep, String site) {
        return StreamSupport.stream(sweep.path("cells").spliterator(), false)
                .filter(cell -> cell.path("measure").asText().equalsIgnoreCase("patch"))
                .filter(cell -> cell.path("site").asText().equals(site)
                        && cell.path("position").asText().equals(POSITION))
                .findFirst()
                .orElseThrow()
                .at("/values/effect_share")
                .asDouble();
    }

    /** Rows do not depend on the other sites, positions and measures of their plan, nor on the order: so a part is computed. */
    @Test
    void rows_are_those_that_are_computed_anew() throws IOException {
        SweepRows kept = SweepRows.read(FOLDER, "");
        SweepPlan plan = kept.plan();
        SweepPlan part = new SweepPlan(
                plan.model(),
                plan.measures(),
                List.of(SITE),
                List.of(POSITION),
                plan.queries(),
                plan.members(),
                plan.features(),
                plan.output(),
                plan.seed());
        try (LoadedModel model = LoadedModel.load(
                new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry())) {
            ItemRunner runner = new ItemRunner(model, part, new FeatureRegistry());
            List<SweepRow> computed = part.items().stream()
                    .flatMap(item -> runner.rows(item).stream())
                    .toList();

            Table rows = kept.table();
            Table same = rows.where(rows.stringColumn("site")
                    .isEqualTo(SITE)
                    .and(rows.stringColumn("position").isEqualTo(POSITION)));
            assertThat(computed).hasSize(same.rowCount()).noneMatch(SweepRow::isFailed);
            computed.forEach(row -> assertKept(row, same));
        }
    }

    private static void assertKept(SweepRow computed, Table rows) {
        Table found = rows.where(rows.stringColumn("measure")
                .isEqualTo(computed.measure().label())
                .and(rows.stringColumn("query").isEqualTo(computed.query()))
                .and(rows.stringColumn("feature").isEqualTo(computed.feature())));
        assertThat(found.rowCount()).as(computed.toString()).isEqualTo(1);
        Row kept = found.row(0);
        computed.values().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                assertThat(kept.getDouble(name))
                        .as("%s of %s", name, computed)
                        .isCloseTo(value, within(1e-3 * Math.max(1, Math.abs(value)))); // of another processor
            } else {
                assertThat(kept.isMissing(name)).as("%s of %s", name, computed).isTrue();
            }
        });
    }
}
