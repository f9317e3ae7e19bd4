package org.inversionview.magics.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Processes that log as fast as they can into one folder, killed at random moments, two at a time. */
@Timeout(120)
class LogKillTest {

    private static final int PAIRS = 10;
    private static final int LONGEST_MILLIS = 300;

    /** Logs entries of up to 200 kB until it is killed, and says after each that it has. */
    static final class Writer {

        private static final int LARGEST = 200_000;
        private static final int MOST = 10_000;

        public static void main(String[] args) throws IOException {
            LogFile file = new LogFolder(Path.of(args[0])).newFile();
            Random random = new Random();
            for (int i = 1; i <= MOST; i++) {
                file.add(entry(i, "x".repeat(random.nextInt(LARGEST))));
                System.out.println(i);
                System.out.flush();
            }
        }

        private static LogEntry entry(int number, String figures) {
            return new LogEntry(
                    "2026-01-01T00:00:00Z",
                    "inspect",
                    "%%inspect seed=%s".formatted(number),
                    List.of(),
                    "addition",
                    0.5,
                    Optional.empty(),
                    Optional.of(TextNode.valueOf(figures)),
                    Optional.empty());
        }
    }

    private static Process writer(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx100m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Kills a writer some time after its first entry; returns how many it said it had written. */
    private static int killed(Process writer, Random random) throws IOException, InterruptedException {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String first = said.readLine();
            assertThat(first).isEqualTo("1");
            Thread.sleep(random.nextInt(LONGEST_MILLIS));
            writer.toHandle().destroyForcibly(); // the process's own method closes what it said
            writer.waitFor();
            int last = 1;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Integer.parseInt(line);
            }
            return last;
        }
    }

    @Test
    void every_entry_that_was_written_is_there_after_twenty_kills(@TempDir Path folder) throws Exception {
        Random random = new Random();
        int written = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            Process one = writer(folder);
            Process other = writer(folder);
            try {
                written += killed(one, random) + killed(other, random);
            } finally {
                one.destroyForcibly();
                other.destroyForcibly();
            }
        }
        try (LogDatabase database = LogDatabase.read(new LogFolder(folder))) {
            Table found = database.query(
                    "SELECT count(*) AS entries, count(DISTINCT session) AS sessions, count(figures) AS figures FROM log");
            long entries = found.longColumn("entries").get(0);
            System.out.println("killed 20 of 20: %s entries said to be written, %s there, %s files cut in a line"
                    .formatted(written, entries, cut(folder)));
            assertThat(found.longColumn("sessions").get(0)).isEqualTo(2L * PAIRS);
            assertThat(entries).isBetween((long) written, written + 2L * PAIRS); // killed before it could say so
            assertThat(found.longColumn("figures").get(0)).isEqualTo(entries);
        }
    }

    /** Returns how many files end with no whole line; all lines before must be JSON. */
    private static int cut(Path folder) throws IOException {
        int cut = 0;
        for (Path file : new LogFolder(folder).files()) {
            String all = Files.readString(file);
            int end = all.lastIndexOf('\n') + 1;
            for (String line : all.substring(0, end).lines().toList()) {
                assertThat(new ObjectMapper().readTree(line).path("kind").asText())
                        .isEqualTo("inspect");
            }
            cut += end < all.length() ? 1 : 0;
        }
        return cut;
    }
}
