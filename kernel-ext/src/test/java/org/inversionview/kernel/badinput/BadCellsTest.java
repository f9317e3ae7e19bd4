package org.inversionview.kernel.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.badinput.BadInput.Outcome;
import org.inversionview.kernel.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written into the cells of one kernel process: an answer that helps, and the next cell works. */
class BadCellsTest {

    private static final int BEGUN_MILLIS = 400;
    private static final double NANOS = 1e9;

    private final Path folder;
    private FrontEnd frontEnd;

    BadCellsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        BadFiles.writeInto(folder);
        frontEnd = new FrontEnd(connection -> {
            Path file = Files.writeString(folder.resolve("connection.json"), connection);
            ProcessBuilder kernel = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx700m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "kernel",
                    file.toString());
            kernel.environment()
                    .put(
                            "JPY_PARENT_PID",
                            String.valueOf(ProcessHandle.current().pid()));
            kernel.environment().put("HF_TOKEN", Answer.SECRET);
            kernel.environment().put("HF_ENDPOINT", "http://127.0.0.1:9");
            kernel.environment().put("HF_HOME", folder.resolve("hub").toString());
            Process process = kernel.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "bad-cells.log").toFile())
                    .start();
            process.waitFor(10, TimeUnit.MINUTES);
            process.destroyForcibly();
        });
    }

    @AfterEach
    void end() throws Exception {
        frontEnd.close();
    }

    @Test
    void every_bad_cell_is_answered_and_the_next_one_works() throws IOException {
        frontEnd.execute("%model addition");
        frontEnd.forgetPublished();
        BadRecord lines = new BadRecord("magic lines");
        BadRecord cells = new BadRecord("cells");
        ask(BadInput.in("magics.txt"), "%query 615+861=", lines);
        ask(BadInput.in("cells.txt"), "6 * 7", cells);

        System.out.println(lines + "\n" + cells);
        assertThat(Stream.of(lines, cells).flatMap(each -> each.complaints().stream()))
                .as(lines.all() + cells.all())
                .isEmpty();
    }

    /** Asks all, and after each one for a good cell; up to the first that gets no answer. */
    private void ask(List<BadInput> inputs, String good, BadRecord record) throws IOException {
        for (BadInput each : inputs) {
            try {
                record.add(each, answer(each));
                goOn(record, each, good);
            } catch (AssertionError noAnswer) {
                record.brokenBy(each, String.valueOf(noAnswer.getMessage()));
                return;
            }
        }
    }

    private void goOn(BadRecord record, BadInput before, String code) throws IOException {
        BadInput good = new BadInput("", code, Outcome.WORKS, "");
        Answer answer = answer(good);
        answer.complaint(good).ifPresent(what -> record.brokenBy(before, what + " " + answer.lines()));
    }

    private Answer answer(BadInput asked) throws IOException {
        String code = asked.input().replace("FOLDER", folder.toString());
        long start = System.nanoTime();
        frontEnd.begin(code);
        List<JsonNode> published = new ArrayList<>();
        JsonNode reply;
        if (asked.outcome() == Outcome.IS_INTERRUPTED) {
            frontEnd.passOver(BEGUN_MILLIS);
            start = System.nanoTime();
            frontEnd.interrupt();
            reply = frontEnd.reply();
        } else {
            published.addAll(frontEnd.published());
            reply = frontEnd.reply();
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        if (asked.outcome() == Outcome.IS_INTERRUPTED) {
            frontEnd.forgetPublished();
        }
        boolean succeeded = reply.path("status").asText().equals("ok");
        List<String> lines = new ArrayList<>();
        reply.path("traceback")
                .forEach(line ->
                        lines.add(line.asText().replaceAll("\u001b\\[\\d+m", "").replace(folder.toString(), "FOLDER")));
        if (succeeded) {
            published.forEach(message -> shown(message.path("content")).lines().forEach(lines::add));
        }
        return new Answer(succeeded, reply.path("ename").asText(), lines, seconds);
    }

    private static String shown(JsonNode content) {
        return content.path("text").asText()
                + content.path("data").path("text/plain").asText();
    }
}
