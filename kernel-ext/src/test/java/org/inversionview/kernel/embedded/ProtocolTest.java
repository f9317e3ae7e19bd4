package org.inversionview.kernel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.EchoMagics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel over real sockets, message by message: as the protocol says, and as it does not. */
@Timeout(60)
class ProtocolTest {

    private final CellEvaluator evaluator = new CellEvaluator(new EchoMagics());
    private FrontEnd frontEnd;

    @BeforeEach
    void connect(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("connection.json");
        frontEnd = new FrontEnd(connection ->
                KernelServer.of(Files.writeString(file, connection)).serve(evaluator, "1.2.3"));
    }

    @AfterEach
    void the_kernel_still_answers_and_ends_when_asked() throws Exception {
        assertThat(frontEnd.execute("6 * 7").path("status").asText()).isEqualTo("ok");
        frontEnd.close();
        evaluator.close();
    }

    private List<String> publishedTypes() throws Exception {
        return frontEnd.published().stream()
                .map(message -> message.path("type").asText())
                .toList();
    }

    @Test
    void what_waits_behind_a_failed_cell_is_aborted() throws Exception {
        frontEnd.begin("int a = 1; Thread.sleep(300); int b = a / 0;");
        frontEnd.begin("System.out.println(1);");
        frontEnd.begin("a");

        assertThat(frontEnd.reply().path("status").asText()).isEqualTo("error");
        assertThat(frontEnd.reply().toString()).isEqualTo("{\"status\":\"aborted\"}");
        assertThat(frontEnd.reply().path("status").asText()).isEqualTo("aborted");
        assertThat(publishedTypes()).containsExactly("status", "execute_input", "error", "status");
        assertThat(publishedTypes()).containsExactly("status", "status");
        assertThat(frontEnd.execute("a").path("execution_count").asInt()).isEqualTo(2);
    }

    @Test
    void what_waits_is_executed_where_that_is_asked() throws Exception {
        frontEnd.begin("int a = 1; Thread.sleep(300); int b = a / 0;", Map.of("stop_on_error", false));
        frontEnd.begin("a");

        assertThat(frontEnd.reply().path("status").asText()).isEqualTo("error");
        assertThat(frontEnd.reply().path("status").asText()).isEqualTo("ok");
    }

    @Test
    void a_silent_cell_publishes_and_counts_nothing() throws Exception {
        assertThat(frontEnd.execute("System.out.println(1);\n%echo a\n1", Map.of("silent", true))
                        .path("status")
                        .asText())
                .isEqualTo("ok");
        assertThat(publishedTypes()).containsExactly("status", "status");
        assertThat(frontEnd.execute("missing", Map.of("silent", true))
                        .path("ename")
                        .asText())
                .isEqualTo("CompilationException");
        assertThat(publishedTypes()).containsExactly("status", "status");
        assertThat(frontEnd.execute("1").path("execution_count").asInt()).isEqualTo(1);
    }

    @Test
    void a_cell_that_is_not_stored_does_not_count() throws Exception {
        frontEnd.execute("1");
        assertThat(frontEnd.execute("2", Map.of("store_history", false))
                        .path("execution_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(frontEnd.ask("history_request", Map.of("hist_access_type", "tail", "n", 9))
                        .path("history")
                        .toString())
                .isEqualTo("[[0,1,\"1\"]]");
    }

    @Test
    void user_expressions_are_evaluated_afterwards() throws Exception {
        JsonNode reply = frontEnd.execute(
                "int a = 20;", Map.of("user_expressions", Map.of("twice", "a * 2", "wrong", "missing")));

        assertThat(reply.path("user_expressions").path("twice").toString())
                .isEqualTo("{\"status\":\"ok\",\"data\":{\"text/plain\":\"40\"},\"metadata\":{}}");
        assertThat(reply.path("user_expressions").path("wrong").path("status").asText())
                .isEqualTo("error");
        assertThat(publishedTypes()).containsExactly("status", "execute_input", "status");
    }

    @Test
    void a_cell_reads_what_a_person_types() throws Exception {
        frontEnd.begin("var in = new Scanner(System.in);\nin.nextLine() + in.nextLine()", Map.of("allow_stdin", true));

        assertThat(frontEnd.type("α")).isEqualTo("input_request");
        assertThat(frontEnd.type("β")).isEqualTo("input_request");
        assertThat(frontEnd.reply().path("status").asText()).isEqualTo("ok");
        assertThat(frontEnd.published())
                .anySatisfy(message -> assertThat(message.toString()).contains("\"text/plain\":\"αβ\""));
    }

    @Test
    void a_cell_that_waits_for_a_person_is_interrupted() throws Exception {
        frontEnd.begin("System.in.read()", Map.of("allow_stdin", true));
        frontEnd.next();
        frontEnd.next();

        frontEnd.interrupt();
        assertThat(frontEnd.reply().path("evalue").asText()).isEqualTo("the cell was interrupted");
    }

    @Test
    void a_cell_that_may_not_ask_is_told_so() throws Exception {
        assertThat(frontEnd.execute("System.in.read()").path("evalue").asText())
                .isEqualTo("this front end does not let a cell ask for input");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execute_request | {\"code\": [1, 2]} | execute_request: code is [1,2], and must be a text",
                "execute_request | {} | execute_request: code is missing, and must be a text",
                "execute_request | [] | execute_request: code is missing, and must be a text",
                "execute_request | nonsense | execute_request: code is missing, and must be a text",
                "execute_request | {\"code\": \"1\", \"user_expressions\": 7} | execute_request: user_expressions is 7, and must be an object",
                "complete_request | {\"code\": null} | complete_request: code is null, and must be a text",
                "is_complete_request | 5 | is_complete_request: code is missing, and must be a text",
                "history_request | {\"hist_access_type\": \"sideways\"} | history_request: hist_access_type is \"sideways\", and must be tail, range or search",
                "history_request | {} | history_request: hist_access_type is missing, and must be tail, range or search",
                "coffee_request | {} | no request coffee_request in protocol 5.3"
            })
    void a_request_that_makes_no_sense_is_answered(String type, String content, String message) throws Exception {
        frontEnd.sendParts("{\"msg_id\": \"1\", \"msg_type\": \"" + type + "\"}", "{}", "{}", content);

        JsonNode reply = frontEnd.reply();
        assertThat(reply.path("status").asText()).isEqualTo("error");
        assertThat(reply.path("evalue").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": \"Math.ma\", \"cursor_pos\": -5}",
                "{\"code\": \"Math.ma\", \"cursor_pos\": 500}",
                "{\"code\": \"Math.ma\", \"cursor_pos\": \"x\"}",
                "{\"code\": \"\"}",
                "{\"code\": \"%\\\"'\\\\\", \"cursor_pos\": 3}"
            })
    void a_place_outside_of_the_code_is_taken_into_it(String content) throws Exception {
        for (String type : List.of("complete_request", "inspect_request")) {
            frontEnd.sendParts("{\"msg_id\": \"1\", \"msg_type\": \"" + type + "\"}", "{}", "{}", content);
            assertThat(frontEnd.reply().path("status").asText()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%\u0000", "tail", "*", "?*\\E(\\Q", "[a-"})
    void a_history_is_searched_for_anything(String pattern) throws Exception {
        assertThat(frontEnd.ask("history_request", Map.of("hist_access_type", "search", "pattern", pattern))
                        .path("status")
                        .asText())
                .isEqualTo("ok");
    }

    @Test
    void what_is_no_message_is_thrown_away() throws Exception {
        frontEnd.sendFrames("x");
        frontEnd.sendFrames("<IDS|MSG>");
        frontEnd.sendFrames("<IDS|MSG>", "signed by nobody", "{}", "{}", "{}", "{}");
        frontEnd.sendParts("{\"msg_type\": \"execute_request\"", "{}", "{}", "{\"code\": \"1\"}");
        frontEnd.sendParts("[]", "{}", "{}", "{\"code\": \"1\"}");
        frontEnd.sendParts("{\"msg_type\": \"execute_request\"}", "{}", "{}");
        frontEnd.sendParts("{\"msg_type\": \"shout\"}", "{}", "{}", "{}");
        frontEnd.sendParts("{\"msg_type\": \"comm_msg\"}", "{}", "{}", "{}");

        assertThat(frontEnd.execute("1").path("execution_count").asInt()).isEqualTo(1);
    }

    @Test
    void a_comm_that_is_opened_is_closed() throws Exception {
        frontEnd.sendParts(
                "{\"msg_id\": \"1\", \"msg_type\": \"comm_open\"}",
                "{}",
                "{}",
                "{\"comm_id\": \"c\", \"target_name\": \"t\"}");

        assertThat(frontEnd.next().toString()).isEqualTo("{\"type\":\"comm_close\",\"content\":{\"comm_id\":\"c\"}}");
        assertThat(frontEnd.ask("comm_info_request", Map.of()).path("comms").isObject())
                .isTrue();
    }

    @Test
    void half_a_character_is_marked() throws Exception {
        assertThat(frontEnd.execute("\"😀\".split(\"\")").path("status").asText())
                .isEqualTo("ok");
        assertThat(frontEnd.published())
                .anySatisfy(message -> assertThat(message.toString()).contains("\"text/plain\":\"[?, ?]\""));
    }

    @Test
    void many_lines_arrive_whole_and_in_few_messages() throws Exception {
        frontEnd.begin("for (int i = 0; i < 200_000; i++) System.out.println(i);\n7");
        StringBuilder text = new StringBuilder();
        List<String> types = new ArrayList<>();
        for (JsonNode message : frontEnd.published()) {
            types.add(message.path("type").asText());
            text.append(message.path("content").path("text").asText());
        }

        frontEnd.reply();
        assertThat(text.toString().lines().count()).isEqualTo(200_000);
        assertThat(text).endsWith("199998\n199999\n");
        assertThat(types).hasSizeLessThan(500).endsWith("stream", "execute_result", "status");
    }

    @Test
    void a_loop_that_prints_is_interrupted() throws Exception {
        frontEnd.begin("while (true) System.out.println(\"again\");");
        while (!frontEnd.next().path("type").asText().equals("stream")) {}

        frontEnd.interrupt();
        frontEnd.published();
        assertThat(frontEnd.reply().path("evalue").asText()).isEqualTo("the cell was interrupted");
    }
}
