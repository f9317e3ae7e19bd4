package org.inversionview.magics.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a spark-submit that only says what a driver says; a real one is asked in kernel-ext/spark. */
@Timeout(60)
class SubmittedSweepTest {

    private static final SweepPlan PLAN = new SweepPlan(
            new SweepPlan.Subject("addition", "addition", true, "", "", "cpu"),
            List.of(Measure.INSPECT),
            List.of("a1.2", "m1"),
            List.of("A1"),
            new SweepPlan.Queries(1, List.of(), 1),
            new SweepPlan.Members(Source.TASK, 1, 1, new Nearness(0.1, Distance.EUCLIDEAN, "best")),
            List.of(),
            SweepPlan.Output.NONE,
            0);

    @TempDir
    private Path folder = Path.of("");

    private SubmittedSweep sweep(String driver) throws IOException {
        Path submit = Files.createDirectories(folder.resolve("spark/bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\n" + driver);
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        SparkHome spark = new SparkHome(folder.resolve("spark"), Path.of("engine.jar"), Path.of("driver.jar"));
        return new SubmittedSweep(PLAN, folder.resolve("rows"), "spark://here:7077", spark);
    }

    private void file(String name) throws IOException {
        Path file = folder.resolve("rows").resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.createFile(file);
    }

    @Test
    void the_driver_is_told_the_plan_and_heard_with_time_left() throws IOException {
        file("site=m1/part-inspect-m1-00000.parquet");
        List<WorkProgress> heard = new ArrayList<>();

        Sweep.Outcome outcome = sweep("echo \"$@\" > %s\necho '1 of 2 items, 30 s left'; echo done\n"
                        .formatted(folder.resolve("arguments")))
                .run(heard::add);

        assertThat(Files.readString(folder.resolve("arguments")))
                .isEqualTo(
                        "--master spark://here:7077 --class org.inversionview.spark.Main --jars engine.jar driver.jar sweep --plan=%s --out=%s\n"
                                .formatted(
                                        folder.resolve("rows/plan.json"),
                                        folder.resolve("rows").toUri()));
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).done()).isEqualTo(1);
        assertThat(heard.get(0).seconds() / heard.get(0).share() - heard.get(0).seconds())
                .isCloseTo(30, within(1e-6));
        assertThat(outcome.done()).isEqualTo(1);
        assertThat(outcome.items()).isEqualTo(2);
    }

    @Test
    void what_the_driver_said_last_is_why_it_failed() throws IOException {
        SubmittedSweep sweep = sweep("echo begun; echo 'the model is another'; echo a log >&2; exit 1\n");
        assertThatThrownBy(() -> sweep.run(ProgressListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("Spark could not do it: the model is another (its log: %s)"
                        .formatted(folder.resolve("rows/.spark.log")));
        assertThat(folder.resolve("rows/.spark.log")).hasContent("a log");
    }

    @Test
    void an_interrupt_ends_the_driver() throws IOException {
        Sweep.Outcome outcome = sweep("echo $$ > %s\necho '1 of 2 items, 30 s left'\nexec sleep 600\n"
                        .formatted(folder.resolve("pid")))
                .run(progress -> Thread.currentThread().interrupt());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.isComplete()).isFalse();
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void where_no_spark_is_found_a_line_says_what_to_do() {
        assertThatThrownBy(() -> SparkHome.find(folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "spark %s: it has no bin/spark-submit: unpack one from spark.apache.org, 4.2 or newer, and name its folder, here or in SPARK_HOME; this machine's own threads need none"
                                .formatted(folder));
    }
}
