package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.QueriedRows;
import org.inversionview.magics.result.Results;
import org.inversionview.magics.result.SweepRows;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.models.files.ProcessLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweepMagicTest {

    private static final String SMALL =
            "site=a1.2,m1 pos==,A1 measure=inspect,fcr source=task draws=400 queries=3 in-item=2 feature=F1;S1";

    private final MagicRuns runs = new MagicRuns();
    private Path folder = Path.of("");
    private SweepRows swept;

    @BeforeAll
    void sweep(@TempDir Path temporary) {
        folder = temporary.resolve("small");
        swept = (SweepRows) runs.result("sweep %s workers=2 out=%s".formatted(SMALL, folder));
    }

    @AfterAll
    void close() {
        runs.close();
    }

    private void refused(String line, String message) {
        assertThatThrownBy(() -> runs.result(line))
                .isInstanceOf(MagicException.class)
                .hasMessage(message);
    }

    private QueriedRows sql(String sql) {
        return (QueriedRows) runs.result("sweep show %s sql=\"%s\"".formatted(folder, sql));
    }

    @Test
    void a_row_a_query_and_a_row_a_feature_at_each_site_and_position() {
        Table table = swept.table();
        assertThat(swept.isComplete()).isTrue();
        assertThat(table.where(table.stringColumn("measure").isEqualTo("inspect"))
                        .rowCount())
                .isEqualTo(2 * 2 * 3);
        assertThat(table.where(table.stringColumn("measure").isEqualTo("fcr")).rowCount())
                .isEqualTo(2 * 2 * 2);
        assertThat(table.columnNames())
                .startsWith("item", "measure", "site", "position", "query")
                .endsWith("error");
        assertThat(swept.rows()).isEqualTo(table.rowCount());
        assertThat(swept.failed()).isZero();
    }

    @Test
    void a_cell_is_the_mean_over_queries_or_the_feature_that_says_most() {
        Table table = swept.table();
        Table inspected = table.where(table.stringColumn("measure")
                .isEqualTo("inspect")
                .and(table.stringColumn("site").isEqualTo("m1"))
                .and(table.stringColumn("position").isEqualTo("A1")));
        Table consistent = table.where(table.stringColumn("measure")
                        .isEqualTo("fcr")
                        .and(table.stringColumn("site").isEqualTo("m1"))
                        .and(table.stringColumn("position").isEqualTo("A1")))
                .sortDescendingOn("bits");
        assertThat(swept.cells()).hasSize(8);
        assertThat(swept.cells().get(3).values().get("norm"))
                .isCloseTo(inspected.doubleColumn("norm").mean(), within(1e-9));
        assertThat(swept.cells().get(7).feature())
                .isEqualTo(consistent.stringColumn("feature").get(0));
        assertThat(swept.chart("norm").getSeriesCollection()).hasSize(1);
    }

    @Test
    void a_terminal_shows_the_numbers_and_the_rows_that_are_best_and_worst() {
        assertThat(swept.toString())
                .startsWith("Sweep of addition: inspect, fcr\n2 sites × 2 positions × 3 queries: 20 rows, in " + folder)
                .contains(
                        "inside_share (inspect), mean over queries:\nsite", "bits (fcr) of the feature that says most:")
                .contains("Largest inside_share:", "Smallest inside_share:", "%sweep show " + folder);
        assertThat(swept.bundle().data().get("text/html")).asString().contains("<svg", "Heat map of bits");
    }

    @Test
    void a_folder_is_shown_without_a_model() {
        try (Session bare = new Session()) {
            assertThat(new Magics(bare).run("sweep", "show " + folder)).isEqualTo(swept);
        }
        SweepRows other = (SweepRows) runs.result("sweep show %s column=rate".formatted(folder));
        assertThat(other.columns()).containsExactly("rate");
        assertThat(other.best())
                .first()
                .satisfies(row -> assertThat(row.value("rate"))
                        .isEqualTo(swept.table().doubleColumn("rate").max()));
    }

    @Test
    void it_is_kept_in_a_file_and_had_back(@TempDir Path temporary) {
        Path file = swept.save(temporary.resolve("sweep.json").toString());
        assertThat(Results.load(file.toString())).isEqualTo(swept);
    }

    @Test
    void a_query_in_sql_is_a_table() {
        Table table =
                sql("SELECT site, avg(norm) AS norm FROM rows WHERE measure = 'inspect' GROUP BY site ORDER BY site")
                        .table();
        assertThat(table.columnNames()).containsExactly("site", "norm");
        assertThat(table.stringColumn("site").asList()).containsExactly("a1.2", "m1");
        assertThat(runs.magics().resultType("sweep", "show x sql=\"SELECT 1\"")).isEqualTo(QueriedRows.class);
        assertThat(runs.magics().resultType("sweep", "pos=A1")).isEqualTo(SweepRows.class);
    }

    @Test
    void sql_reaches_nothing_but_the_rows() {
        Path stolen = folder.resolve("stolen.csv");
        for (String sql : new String[] {
            "SELECT * FROM read_text('%s')".formatted(folder.resolve("plan.json")),
            "SELECT * FROM '%s/*/*.parquet'".formatted(folder),
            "COPY rows TO '%s'".formatted(stolen),
            "ATTACH '%s' AS other".formatted(folder.resolve("other.db")),
            "DROP TABLE rows",
            "INSTALL httpfs",
            "SET enable_external_access = true"
        }) {
            assertThatThrownBy(() -> sql(sql))
                    .as(sql)
                    .isInstanceOf(MagicException.class)
                    .hasMessageStartingWith("sql=: ")
                    .hasMessageNotContaining("\n");
        }
        assertThat(stolen).doesNotExist();
        assertThat(runs.result("sweep show " + folder)).isEqualTo(swept);
    }

    @Test
    void the_same_line_finds_all_done_and_another_is_refused() throws IOException {
        Path plan = folder.resolve("plan.json");
        Object before = Files.getLastModifiedTime(plan);
        assertThat(runs.result("sweep %s workers=1 out=%s".formatted(SMALL, folder)))
                .isEqualTo(swept);
        assertThat(Files.getLastModifiedTime(plan)).isEqualTo(before);
        refused(
                "sweep %s seed=1 out=%s".formatted(SMALL, folder),
                "out=%s: it holds another sweep, described in plan.json: name another folder".formatted(folder));
    }

    @Test
    void two_sweeps_do_not_write_one_folder() throws IOException {
        try (ProcessLock other = SweepFolder.lock(folder)) {
            refused(
                    "sweep %s out=%s".formatted(SMALL, folder),
                    "out=%s: another sweep is at work there: wait for its end, or name another folder"
                            .formatted(folder));
        }
    }

    @Test
    void an_interrupt_keeps_what_is_done_and_the_same_line_goes_on(@TempDir Path temporary) throws Exception {
        String line = "sweep site=a*,m* pos==,A1,A2 queries=4 in-item=1 n=64 workers=2 out=" + temporary.resolve("one");
        Thread main = Thread.currentThread();
        Thread interrupting = new Thread(() -> interruptAfterFirst(temporary.resolve("one"), main));
        interrupting.start();
        SweepRows first = (SweepRows) runs.result(line);
        interrupting.join();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.isComplete()).isFalse();
        assertThat(first.done()).isPositive();
        assertThat(first.toString()).contains("⚠ ", " pieces of work are done: the same line goes on from there.");
        assertThat(runs.magics().run("last", "")).isEqualTo(first);

        SweepRows second = (SweepRows) runs.result(line);

        SweepRows undisturbed = (SweepRows) runs.result(line.replace("/one", "/two"));
        assertThat(second.isComplete()).isTrue();
        assertThat(second.table().toString()).isEqualTo(undisturbed.table().toString());
        assertThat(second.cells()).isEqualTo(undisturbed.cells());
    }

    private static void interruptAfterFirst(Path folder, Thread main) {
        try {
            while (!holdsRows(folder)) {
                Thread.sleep(5);
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
        main.interrupt();
    }

    private static boolean holdsRows(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        }
    }

    @Test
    void rows_that_failed_are_told(@TempDir Path temporary) {
        runs.session().tasks().features().add("broken", input -> {
            throw new IllegalStateException("no idea");
        });
        SweepRows some = (SweepRows) runs.result(
                "sweep site=m1 pos=A1 measure=inspect,fcr source=task draws=100 queries=1 feature=broken out="
                        + temporary.resolve("failing"));
        assertThat(some.rows()).isEqualTo(2);
        assertThat(some.failed()).isEqualTo(1);
        assertThat(some.toString())
                .contains("⚠ 1 row failed:\nfcr of m1: feature broken: of ")
                .contains("it throws java.lang.IllegalStateException: no idea")
                .contains("Largest inside_share:");
    }

    @Test
    void mistakes_are_one_line() {
        refused("sweep show", "%sweep show needs a folder: %sweep show sweeps/addition (%help sweep)");
        refused("sweep show /nosuch", "there is no sweep in /nosuch: it has no plan.json");
        refused(
                "sweep show %s pos=A1".formatted(folder),
                "%sweep show has no option pos=, its rows are there already: it has column= and sql= (%help sweep)");
        refused("sweep pos=A1 sql=\"SELECT 1\"", "sql=…: only %sweep show FOLDER asks in SQL (%help sweep)");
        refused("sweep pos=A1 measure=taste", "measure=taste: there is inspect, fcr, coverage, patch, ablate");
        refused(
                "sweep pos=A1 workers=0 out=%s".formatted(folder.resolveSibling("w")),
                "workers=0: it must be from 1 to 256");
        refused("sweep pos=A1 in-item=0", "in-item=0: it must be 1 or above");
        assertThatThrownBy(() -> runs.result("sweep show %s column=taste".formatted(folder)))
                .hasMessageStartingWith(
                        "column=taste: the numbers of this sweep are proposals, distinct_inputs, inside");
        assertThatThrownBy(() -> sql("SELECT nosuch FROM rows"))
                .hasMessageStartingWith("sql=: ")
                .hasMessageContaining("(the table rows has the columns item, measure, site");
    }
}
