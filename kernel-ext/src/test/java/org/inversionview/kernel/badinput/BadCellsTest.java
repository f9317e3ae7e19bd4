package org.inversionview.kernel.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.badinput.BadInput.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written into the cells of one kernel process: an answer that helps, and the session goes on as it began. */
@Timeout(1_800)
class BadCellsTest {

    private static final int HEAP_MEGABYTES = 700;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What is to be interrupted says in this time that it has begun. */
    private static final Duration BEFORE_INTERRUPT = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;

    /** After so many inputs that are not hostile it is asked whether all is well. */
    private static final int FEW = 20;

    /** Prints, computes, shows numbers with decimals, and has a value. */
    private static final BadInput GOOD = new BadInput(
            "good",
            false,
            "%query 615+861=\n%attention layer=1 head=2 pos=A1\nSystem.out.println(\"printed\");\n6 * 7",
            Outcome.WORKS,
            "printed");

    private final Path folder;
    private FrontEnd frontEnd;
    private String running = "";

    BadCellsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        BadFiles.writeInto(folder);
        frontEnd = KernelProcess.started(folder, HEAP_MEGABYTES);
    }

    @AfterEach
    void end() throws Exception {
        frontEnd.expectWithin(LIMIT);
        frontEnd.close();
    }

    @Test
    void every_bad_cell_is_answered_and_the_session_goes_on() throws IOException {
        frontEnd.execute("%model addition");
        List<String> good = answer(GOOD).lines();
        BadRecord magics = new BadRecord("magic lines");
        BadRecord cells = new BadRecord("cells");
        boolean answered = ask(BadInput.in("magics.txt"), good, magics) && ask(BadInput.in("cells.txt"), good, cells);

        System.out.println(magics + "\n" + cells);
        assertThat(Stream.of(magics, cells).flatMap(each -> each.complaints().stream()))
                .as(magics.all() + cells.all())
                .isEmpty();
        assertThat(answered).isTrue();
    }

    /** Asks all, up to the first after which nothing is answered any more: returns false then. */
    private boolean ask(List<BadInput> inputs, List<String> good, BadRecord record) throws IOException {
        int asked = 0;
        for (BadInput each : inputs) {
            asked++;
            try {
                record.add(each, answer(each));
                if (each.hostile() || asked % FEW == 0 || asked == inputs.size()) {
                    Answer after = answer(GOOD);
                    if (!after.lines().equals(good)) {
                        record.brokenBy(each, String.join("\n", after.lines()));
                    }
                }
            } catch (AssertionError noAnswer) {
                record.brokenBy(each, "nothing is answered");
                if (!isFreed()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What is not answered in time is interrupted, so that the others have their turn. */
    private boolean isFreed() throws IOException {
        try {
            frontEnd.expectWithin(LIMIT);
            frontEnd.interrupt();
            frontEnd.reply();
            frontEnd.published(running);
            return true;
        } catch (AssertionError noAnswer) {
            return false;
        }
    }

    private Answer answer(BadInput asked) throws IOException {
        String code = BadFiles.placed(asked.input(), folder);
        frontEnd.expectWithin(LIMIT);
        long start = System.nanoTime();
        running = frontEnd.begin(code);
        List<JsonNode> published = List.of();
        if (asked.outcome().comesOfInterrupt()) {
            published = frontEnd.begun(running, BEFORE_INTERRUPT);
            start = System.nanoTime();
            frontEnd.interrupt();
        }
        if (!FrontEnd.isIdle(published)) {
            published = frontEnd.published(running);
        }
        JsonNode reply = frontEnd.reply();
        double seconds = (System.nanoTime() - start) / NANOS;
        boolean succeeded = reply.path("status").asText().equals("ok");
        List<String> lines = new ArrayList<>();
        if (succeeded) {
            published.forEach(message -> shown(message.path("content")).lines().forEach(lines::add));
        } else {
            reply.path("traceback").forEach(line -> lines.add(said(line.asText())));
        }
        return new Answer(succeeded, reply.path("ename").asText(), lines, seconds);
    }

    private String said(String line) {
        return line.replaceAll("\u001b\\[\\d+m", "").replace(folder.toString(), "FOLDER");
    }

    private static String shown(JsonNode content) {
        return content.path("text").asText()
                + content.path("data").path("text/plain").asText();
    }
}
