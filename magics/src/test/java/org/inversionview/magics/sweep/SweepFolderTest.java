package org.inversionview.magics.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFolderTest {

    @TempDir
    private Path folder = Path.of("");

    private static SweepPlan plan(long seed) {
        return new SweepPlan(
                new SweepPlan.Subject("tiny", "three-digit-addition", true, "12", "", "cpu"),
                List.of(Measure.INSPECT),
                List.of("a0.0", "m0"),
                List.of("A1"),
                new SweepPlan.Queries(2, List.of(), 1),
                new SweepPlan.Members(Source.TASK, 1, 100, new Nearness(0.1, Distance.EUCLIDEAN, "best")),
                List.of(),
                SweepPlan.Output.NONE,
                seed);
    }

    private static SweepRow row(WorkItem item, Map<String, Double> values, String error) {
        return new SweepRow(item.name(), item.measure(), item.site(), "A1", "1+1=2", "", "", values, error);
    }

    @Test
    void what_is_kept_is_read_by_others_with_its_site() throws IOException, SQLException {
        SweepFolder kept = SweepFolder.open(folder.resolve("sweep"), plan(0));
        List<WorkItem> items = kept.plan().items();
        kept.keep(items.get(0), List.of(row(items.get(0), Map.of("inside_share", 1.0 / 3), "")));
        kept.keep(items.get(1), List.of(row(items.get(1), Map.of(), "it's poisoned")));

        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT site, inside_share, error FROM read_parquet('%s/*/*.parquet', hive_partitioning = true) ORDER BY site"
                                .formatted(kept.path()))) {
            rows.next();
            assertThat(rows.getString("site")).isEqualTo("a0.0");
            assertThat(rows.getDouble("inside_share")).isEqualTo(1.0 / 3);
            rows.next();
            assertThat(rows.getString("site")).isEqualTo("m0");
            assertThat(rows.getObject("inside_share")).isNull();
            assertThat(rows.getString("error")).isEqualTo("it's poisoned");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void the_same_plan_finds_what_is_finished_and_nothing_half_written() throws IOException {
        SweepFolder kept = SweepFolder.open(folder, plan(0));
        WorkItem item = kept.plan().items().get(0);
        kept.keep(item, List.of(row(item, Map.of("inside", 2.0), "")));
        Files.writeString(folder.resolve("site=a0.0").resolve("8c5f.part"), "PAR1");

        assertThat(SweepFolder.open(folder, plan(0)).finished()).containsExactly(item.name());
    }

    @Test
    void is_read_while_another_process_writes() throws Exception {
        SweepFolder kept = SweepFolder.open(folder, plan(0));
        WorkItem item = kept.plan().items().get(0);
        kept.keep(item, List.of(row(item, Map.of("inside", 2.0), "")));
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                try {
                    Path part = folder.resolve(i % 2 == 0 ? "." : "site=a0.0").resolve(i + ".part");
                    Files.writeString(part, "PAR1");
                    Files.delete(part);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 2_000; i++) {
                assertThat(SweepFolder.read(folder).finished()).containsExactly(item.name());
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    @Test
    void another_plans_folder_is_refused_by_name() throws IOException {
        SweepFolder.open(folder, plan(0));
        assertThatThrownBy(() -> SweepFolder.open(folder, plan(1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("folder %s: it holds another sweep, described in plan.json: name another folder"
                        .formatted(folder));
    }
}
