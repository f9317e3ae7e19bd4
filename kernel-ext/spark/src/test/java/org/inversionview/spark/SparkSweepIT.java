package org.inversionview.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.inversionview.magics.sweep.ItemFile;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.WorkItem;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.zoo.Zoo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a cluster of two workers, submitted with the jars that were built. */
@Timeout(500)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkSweepIT {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path BUILT = ROOT.resolve("kernel-ext/target");
    private static final String ENGINE = BUILT.resolve("inversionview.jar").toString();
    private static final int LONGEST = 200;
    private static final List<String> QUERIES = List.of(
            "615+861=",
            "100+200=",
            "920+878=",
            "215+461=",
            FragileAddition.BROKEN,
            "380+245=",
            FragileAddition.POISON,
            "777+123=",
            "549+632=",
            "123+456=");

    private Path folder = Path.of("");
    private SparkCluster cluster;

    @BeforeAll
    void start(@TempDir Path shared) throws IOException, InterruptedException {
        folder = shared;
        cluster = new SparkCluster(folder, 2);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    void what_readme_submits_has_the_rows_of_threads() throws Exception {
        Path rows = folder.resolve("rows");

        Process process = cluster.start("submit", List.of("sh", "-c", readmeLine(rows)));

        assertThat(process.waitFor(LONGEST, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(cluster.said("submit")).isZero();
        SweepPlan plan = StrictJson.read(rows.resolve(SweepFolder.PLAN), SweepPlan.class, "");
        SweepFolder threads = SweepFolder.open(folder.resolve("threads"), plan);
        new Sweep(plan, () -> load("addition"), new TaskRegistry().features()).run(threads, 1);
        assertThat(files(rows)).hasSize(4).isEqualTo(files(threads.path()));
        assertThat(cluster.said("submit")).contains("4 items in", "80 rows, 0 of them with an error");

        Files.delete(rows.resolve("site=m1/part-inspect-m1-00010.parquet"));
        Process notebook = cluster.start(
                "notebook",
                List.of(
                        SparkCluster.JAVA.toString(),
                        "-jar",
                        ENGINE,
                        "run",
                        notebook(rows).toString(),
                        "--out",
                        folder.resolve("executed.ipynb").toString()));
        assertThat(notebook.waitFor(LONGEST, TimeUnit.SECONDS)).isTrue();
        assertThat(notebook.exitValue()).as(cluster.said("notebook")).isZero();
        assertThat(files(rows)).isEqualTo(files(threads.path()));
        assertThat(cluster.said("notebook"))
                .contains("Sweep of addition: inspect")
                .doesNotContain("⚠");
    }

    /** One worker is killed, with its executor; one query is broken, one ends every executor that looks at it. */
    @Test
    void neither_a_lost_worker_nor_poison_ends_a_sweep() throws Exception {
        SweepPlan plan = plan(fragileModel().toString());
        SweepFolder threads = SweepFolder.open(folder.resolve("expected"), plan);
        WorkItem first = plan.items().get(0);
        keepAll(
                threads,
                plan.items().stream()
                        .filter(item -> !item.equals(first) && !item.equals(poisoned(plan)))
                        .toList());
        SweepFolder rows = SweepFolder.open(folder.resolve("rows-in-spite"), plan);
        rows.keep(first, List.of()); // as if it were done: it must stay as it is
        long before = cluster.finishedTasks(1);

        Process process = submit(
                "fragile",
                cluster.url(),
                ENGINE + "," + fragileTask(),
                rows.path(),
                "--plan=" + rows.path().resolve(SweepFolder.PLAN));
        Waiting.until("work of the second worker", () -> cluster.finishedTasks(1), finished -> finished > before);
        int done = files(rows.path()).size();
        cluster.kill(1);

        assertThat(process.waitFor(LONGEST, TimeUnit.SECONDS)).isTrue();
        String said = cluster.said("fragile");
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(done).isBetween(2, plan.items().size() - 1);
        assertThat(said)
                .containsPattern("Lost executor \\d+ on 127.0.0.1: (?!Command exited with code 9)")
                .contains("2 of them with an error");
        assertThat(error(rows, poisoned(plan))).contains("2 times an executor failed with it", "exited with code 9");
        assertThat(Files.readAllBytes(file(rows, first))).isEqualTo(ItemFile.of(plan, List.of()));
        assertThat(files(rows.path()))
                .containsAllEntriesOf(files(threads.path()))
                .hasSameSizeAs(plan.items());
    }

    @Test
    void another_model_ends_a_sweep_in_one_line() throws Exception {
        SweepPlan plan = plan("addition");
        Path file = folder.resolve("another.json");
        Files.writeString(file, StrictJson.write(plan).replace(plan.model().probedSha256(), "0".repeat(64)));

        Process process = submit("another", "local[1]", ENGINE, folder.resolve("none"), "--plan=" + file);

        assertThat(process.waitFor(LONGEST, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(cluster.said("another"))
                .contains("\nmodel addition: its weights are not those that the sweep was planned for\n")
                .doesNotContain("Exception in thread");
    }

    private static void keepAll(SweepFolder threads, List<WorkItem> items) throws IOException {
        try (LoadedModel loaded = load(threads.plan().model().name())) {
            ItemRunner runner = new ItemRunner(loaded, threads.plan(), new TaskRegistry().features());
            for (WorkItem item : items) {
                threads.keep(item, runner.rows(item));
            }
        }
    }

    private static WorkItem poisoned(SweepPlan plan) {
        return plan.items().get(QUERIES.indexOf(FragileAddition.POISON));
    }

    private static String error(SweepFolder folder, WorkItem item) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT error FROM read_parquet('%s')".formatted(file(folder, item)))) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static LoadedModel load(String model) throws IOException {
        return LoadedModel.load(new LoadedModel.Request(model, Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    private Path fragileModel() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Zoo.copyTo(model, "addition");
        Path card = model.resolve("card.json");
        Files.writeString(card, Files.readString(card).replace("\"task\": \"addition\"", "\"task\": \"fragile\""));
        return model;
    }

    private static SweepPlan plan(String model) throws IOException {
        try (LoadedModel loaded = load(model)) {
            return new SweepPlan(
                    ItemRunner.subject(loaded),
                    List.of(Measure.INSPECT),
                    List.of("a1.2"),
                    List.of("=", "A1", "A2"),
                    new SweepPlan.Queries(QUERIES.size(), QUERIES, 1),
                    new SweepPlan.Members(Source.DECODER, 512, 1, new Nearness(0.1, Distance.EUCLIDEAN, "best")),
                    List.of(),
                    SweepPlan.Output.NONE,
                    7);
        }
    }

    /** Returns a jar with the task, as a user gives one to Spark. */
    private Path fragileTask() throws IOException {
        Path jar = folder.resolve("fragile.jar");
        Path classes = Path.of("target/test-classes");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of(
                    "org/inversionview/spark/FragileAddition.class",
                    "META-INF/services/org.inversionview.models.tasks.Task")) {
                out.putNextEntry(new JarEntry(name));
                Files.copy(classes.resolve(name), out);
            }
        }
        return jar;
    }

    private static Path file(SweepFolder folder, WorkItem item) {
        return folder.path().resolve(ItemFile.folder(item)).resolve(ItemFile.name(item));
    }

    /** Returns all items' files. */
    private static Map<String, ByteBuffer> files(Path folder) throws IOException {
        Map<String, ByteBuffer> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (ItemFile.item(file.getFileName().toString()).isPresent()) {
                    found.put(folder.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
                }
            }
        }
        return found;
    }

    /** Returns a notebook that has Spark go on with what README has swept. */
    private Path notebook(Path rows) throws IOException {
        String cell = "%%model addition\\n%%sweep site=a1.2,m1 pos==,A1 queries=20 on=%s out=%s"
                .formatted(cluster.url(), rows);
        return Files.writeString(folder.resolve("spark.ipynb"), """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                  {"cell_type": "code", "id": "sweep", "metadata": {}, "source": "%s", "outputs": []}]}
                """.formatted(cell));
    }

    /** Returns how README submits a sweep, for this cluster and folder. */
    private String readmeLine(Path rows) throws IOException {
        return Files.readAllLines(ROOT.resolve("README.md")).stream()
                .filter(line -> line.startsWith("$SPARK_HOME/bin/spark-submit"))
                .findFirst()
                .orElseThrow()
                .replace("spark://HOST:7077", cluster.url())
                .replace("kernel-ext/target", BUILT.toString())
                .replace("/shared/addition", rows.toString());
    }

    private Process submit(String name, String master, String jars, Path out, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                cluster.home().resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--class",
                "org.inversionview.spark.Main",
                "--conf",
                "spark.task.maxFailures=2",
                "--jars",
                jars,
                BUILT.resolve("inversionview-spark.jar").toString(),
                "sweep",
                "--out=" + out));
        command.addAll(List.of(options));
        return cluster.start(name, command);
    }
}
