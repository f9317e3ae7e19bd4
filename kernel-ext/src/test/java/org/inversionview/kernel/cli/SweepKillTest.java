package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.inversionview.magics.result.SweepRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A sweep in a process of its own that is killed at ten moments, and goes on each time. */
@Timeout(240)
class SweepKillTest {

    private static final int KILLS = 10;
    private static final int LATER_MILLIS = 5; // each kill than the one before
    private static final int WORKERS = 2;
    private static final List<String> SWEEP =
            List.of("sweep --model addition --device cpu --source task --draws 300 --queries 8 --in-item 1".split(" "));

    private final Path folder;

    SweepKillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Process sweep(Path out) throws IOException {
        return new ProcessBuilder(Stream.of(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Main.class.getName()),
                                SWEEP,
                                List.of("--out", out.toString(), "--workers", String.valueOf(WORKERS)))
                        .flatMap(List::stream)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void finish(Path out) throws IOException, InterruptedException {
        Process process = sweep(out);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("log")))
                    .isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Runs the same undisturbed, in this process, with one worker. */
    private static void runHere(Path out) {
        CommandLine here = Main.commandLine();
        here.setOut(new PrintWriter(Writer.nullWriter())).setErr(new PrintWriter(Writer.nullWriter()));
        assertThat(here.execute(Stream.of(SWEEP, List.of("--out", out.toString(), "--workers", "1"))
                        .flatMap(List::stream)
                        .toArray(String[]::new)))
                .isZero();
    }

    /** Returns the files of finished items, and when each was written. */
    private static Map<Path, FileTime> finished(Path out) throws IOException {
        Map<Path, FileTime> finished = new TreeMap<>();
        if (!Files.exists(out)) {
            return finished;
        }
        try (DirectoryStream<Path> sites = Files.newDirectoryStream(out, "site=*")) { // beside them files come and go
            for (Path site : sites) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(site, "*.parquet")) {
                    for (Path file : files) {
                        finished.put(file, Files.getLastModifiedTime(file));
                    }
                }
            }
        }
        return finished;
    }

    /** Kills a sweep some time after it has kept its first item; the very first one before that. */
    private void killed(Path out, int kill) throws IOException, InterruptedException {
        int before = finished(out).size();
        Process process = sweep(out);
        try {
            while (kill > 0 && process.isAlive() && finished(out).size() == before) {
                Thread.sleep(5);
            }
            Thread.sleep((long) kill * LATER_MILLIS);
            assertThat(process.isAlive())
                    .as("kill %s comes before the end", kill)
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void ten_kills_lose_no_finished_item_and_change_no_row() throws Exception {
        Path out = folder.resolve("killed");
        Map<Path, FileTime> kept = finished(out);
        for (int kill = 0; kill < KILLS; kill++) {
            killed(out, kill);
            Map<Path, FileTime> now = finished(out);
            assertThat(now).containsAllEntriesOf(kept);
            kept = now;
        }
        finish(out);
        assertThat(finished(out)).containsAllEntriesOf(kept);
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
        }

        runHere(folder.resolve("undisturbed"));

        SweepRows rows = SweepRows.read(out, "");
        SweepRows undisturbed = SweepRows.read(folder.resolve("undisturbed"), "");
        System.out.println("killed 10 of 10: %s of %s items were kept by then".formatted(kept.size(), rows.done()));
        assertThat(rows.failed()).isZero();
        assertThat(rows.done()).isEqualTo(15 * 8);
        assertThat(rows.table().print(10_000)).isEqualTo(undisturbed.table().print(10_000));
        assertThat(rows.cells()).isEqualTo(undisturbed.cells());
    }
}
