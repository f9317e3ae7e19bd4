package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.log.LogFolder;
import org.inversionview.magics.result.Log;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.View;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** What real runs leave in the log, and what is found there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogMagicTest {

    private final Session session = sessionWith(Map.of());
    private final Magics magics = new Magics(session);

    private final AtomicBoolean ended = new AtomicBoolean();
    private Path folder = Path.of("");

    private static Session sessionWith(Map<String, String> environment) {
        return new Session(new TaskRegistry(), System::nanoTime, environment);
    }

    @BeforeAll
    void run(@TempDir Path temporary) {
        folder = temporary;
        session.log().startBeside(folder);
        run("model", "addition device=cpu");
        run("query", "615+861=");
        run("inspect", "layer=1 head=2 pos=A1 n=64");
        assertThatThrownBy(() -> run("inspect", "layer=7 head=2 pos=A1")).isInstanceOf(MagicException.class);
        run("attention", "layer=1 head=1,2 pos=A1");
        run("cite", "");
        run("last", "");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private View run(String name, String arguments) {
        return magics.run(name, arguments);
    }

    private Log log(String arguments) {
        return (Log) run("log", arguments);
    }

    private List<String> lines(String arguments) {
        return log(arguments).table().stringColumn("line").asList();
    }

    @Test
    void every_run_is_there_in_its_order_also_one_that_failed() {
        assertThat(lines(""))
                .containsExactly(
                        "%model addition device=cpu",
                        "%query 615+861=",
                        "%inspect layer=1 head=2 pos=A1 n=64",
                        "%inspect layer=7 head=2 pos=A1",
                        "%attention layer=1 head=1 pos=A1",
                        "%attention layer=1 head=2 pos=A1");
        assertThat(log("").toString())
                .contains("6 entries, the time in UTC. What is run is logged in " + folder)
                .contains("block 7: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind=attention      | 2",
                "kind=%inspect       | 2",
                "text=LAYER=7        | 1",
                "text='block 7'      | 1",
                "model=addition      | 6",
                "model=counting      | 0",
                "since=1h            | 6",
                "since=0s            | 0",
                "since=2020-01-01    | 6",
                "since=2100-01-01T10:00 | 0",
                "kind=inspect show=1 | 1",
            })
    void entries_are_found_by_kind_model_time_and_text(String filter, int entries) {
        assertThat(log(filter.replace('\'', '"')).table().rowCount()).isEqualTo(entries);
    }

    @Test
    void it_leaves_the_last_result_what_it_was() {
        View last = run("last", "");
        log("");
        assertThat(run("last", "")).isSameAs(last);
    }

    @Test
    void a_query_reaches_into_figures_and_provenance() {
        Table table =
                log("sql=\"SELECT line, (figures->>'distinct_inside')::INT AS inside, provenance->>'device' AS device,"
                                + " lines[1] AS first FROM log WHERE kind = 'inspect' AND error IS NULL\"")
                        .table();
        assertThat(table.rowCount()).isEqualTo(1);
        assertThat(table.intColumn("inside").get(0)).isPositive();
        assertThat(table.stringColumn("device").get(0)).isEqualTo("cpu");
        assertThat(table.stringColumn("first").get(0)).isEqualTo("%model addition device=cpu");
    }

    @Test
    void the_file_is_json_lines_that_any_tool_reads() throws IOException {
        Path logs = LogFolder.beside(folder).path();
        try (Stream<Path> files = Files.list(logs)) {
            for (String line : Files.readAllLines(files.findFirst().orElseThrow())) {
                JsonNode entry = new ObjectMapper().readTree(line);
                assertThat(entry.path("line").asText()).startsWith("%");
                assertThat(entry.path("seconds").asDouble()).isPositive();
            }
        }
    }

    @Test
    void an_interrupt_ends_a_query_and_the_next_is_answered() throws InterruptedException {
        Thread asking = new Thread(() -> {
            assertThatThrownBy(() ->
                            log("sql=\"SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b\""))
                    .isInstanceOf(CancellationException.class);
            ended.set(true);
        });
        asking.start();
        Thread.sleep(500);
        asking.interrupt();
        asking.join(10_000);
        assertThat(ended).isTrue();
        assertThat(lines("")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "off kind=inspect   | write on or off, or sql=",
                "since=yesterday    | since=yesterday: write 30m",
                "show=0             | show=0: from 1 to 100,000",
                "sql=nonsense       | the table log has the columns ended, session, kind",
                "maybe              | write on or off",
            })
    void what_is_asked_wrongly_is_refused_in_a_line(String arguments, String said) {
        assertThatThrownBy(() -> log(arguments))
                .isInstanceOf(MagicException.class)
                .message()
                .contains(said)
                .doesNotContain("\n");
    }

    @Test
    void it_is_off_until_it_is_turned_on_and_can_be_turned_off(@TempDir Path other) {
        try (Session own = sessionWith(Map.of(LogFolder.VARIABLE, "off"))) {
            Magics its = new Magics(own);
            own.log().startBeside(other);
            its.run("model", "addition device=cpu");
            assertThat(other).isEmptyDirectory();
            its.run("log", "on");
            its.run("query", "615+861=");
            its.run("log", "off");
            its.run("query", "100+200=");
            assertThat(((Log) its.run("log", "")).table().stringColumn("line").asList())
                    .containsExactly("%query 615+861=");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_one_line_once_and_no_lost_cell(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("file"), "");
        PrintStream usual = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Session own = sessionWith(Map.of())) {
            Magics its = new Magics(own);
            own.log().startBeside(file);
            its.run("model", "addition device=cpu");
            its.run("log", "on");
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            assertThat(its.run("query", "615+861=").bundle().text()).startsWith("Query ");
            its.run("query", "615+861=");
        } finally {
            System.setErr(usual);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines().toList())
                .singleElement()
                .asString()
                .startsWith("the run log is off from here on: ");
    }
}
