package org.inversionview.kernel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.EchoMagics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Speaks to the kernel as a front end does. */
@Timeout(60)
class KernelServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CellEvaluator evaluator = new CellEvaluator(new EchoMagics());
    private FrontEnd frontEnd;

    @BeforeEach
    void connect(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("connection.json");
        frontEnd = new FrontEnd(connection ->
                KernelServer.of(Files.writeString(file, connection)).serve(evaluator, "1.2.3"));
    }

    @AfterEach
    void shutDown() throws Exception {
        frontEnd.close();
        evaluator.close();
    }

    @Test
    void executes_a_cell() throws Exception {
        JsonNode reply = frontEnd.execute("System.out.println(\"ε\");\n%echo-html a\n40 + 2");

        assertThat(reply.path("status").asText()).isEqualTo("ok");
        assertThat(reply.path("execution_count").asInt()).isEqualTo(1);
        assertThat(frontEnd.published())
                .extracting(JsonNode::toString)
                .map(text -> text.replaceAll(",?\"(metadata|transient)\":\\{\\}", ""))
                .containsExactly(
                        "{\"type\":\"status\",\"content\":{\"execution_state\":\"busy\"}}",
                        "{\"type\":\"execute_input\",\"content\":{\"code\":\"System.out.println(\\\"ε\\\");"
                                + "\\n%echo-html a\\n40 + 2\",\"execution_count\":1}}",
                        "{\"type\":\"stream\",\"content\":{\"name\":\"stdout\",\"text\":\"ε\\n\"}}",
                        "{\"type\":\"display_data\",\"content\":{\"data\":"
                                + JSON.valueToTree(
                                        new EchoMagics.EchoHtml("a").bundle().data()) + "}}",
                        "{\"type\":\"execute_result\",\"content\":{\"execution_count\":1,"
                                + "\"data\":{\"text/plain\":\"42\"}}}",
                        "{\"type\":\"status\",\"content\":{\"execution_state\":\"idle\"}}");
    }

    @Test
    void a_failure_is_published_and_replied() throws Exception {
        JsonNode reply = frontEnd.execute("%echo refuse");

        String error =
                "\"ename\":\"MagicException\",\"evalue\":\"no head 12 in block 9: this model has heads 0 to 11\","
                        + "\"traceback\":[\"\\u001B[31mno head 12 in block 9: this model has heads 0 to 11\\u001B[0m\"]";
        assertThat(reply.toString()).isEqualTo("{\"status\":\"error\"," + error + ",\"execution_count\":1}");
        assertThat(frontEnd.published().get(2).path("content").toString()).isEqualTo("{" + error + "}");
        assertThat(frontEnd.execute("1").path("execution_count").asInt()).isEqualTo(2);
    }

    @Test
    void an_interrupt_ends_the_running_cell() throws Exception {
        frontEnd.begin("System.out.println(1);\nThread.sleep(60_000);");
        while (!frontEnd.next().path("type").asText().equals("stream")) {}

        assertThat(frontEnd.interrupt()).isEqualTo("interrupt_reply");
        assertThat(frontEnd.reply().path("evalue").asText()).isEqualTo("the cell was interrupted");
    }

    @Test
    void says_what_it_is_and_helps_in_writing() throws Exception {
        JsonNode info = frontEnd.ask("kernel_info_request", Map.of());
        assertThat(info.path("implementation").asText()).isEqualTo("inversionview");
        assertThat(info.path("implementation_version").asText()).isEqualTo("1.2.3");
        assertThat(info.path("language_info").path("mimetype").asText()).isEqualTo("text/x-java");

        assertThat(frontEnd.ask("is_complete_request", Map.of("code", "for (;;) {"))
                        .toString())
                .isEqualTo("{\"status\":\"incomplete\",\"indent\":\"    \"}");
        // A cursor is counted in code points: the first line has a character of two chars.
        assertThat(frontEnd.ask("complete_request", Map.of("code", "// \uD835\uDF00\n%ec", "cursor_pos", 8))
                        .toString())
                .startsWith(
                        "{\"status\":\"ok\",\"matches\":[\"echo\",\"echo-html\"],\"cursor_start\":6,\"cursor_end\":8");
        assertThat(frontEnd.ask("inspect_request", Map.of("code", "Math.max(1, 2)", "cursor_pos", 6, "detail_level", 0))
                        .path("data")
                        .path("text/plain")
                        .asText())
                .contains("int Math.max(int a, int b)");
    }

    @Test
    void remembers_the_cells_of_the_session() throws Exception {
        frontEnd.execute("40 + 2");
        frontEnd.execute("%echo refuse");
        frontEnd.execute("40 + 2");

        assertThat(history(Map.of("hist_access_type", "tail", "n", 2)))
                .isEqualTo("[[0,2,\"%echo refuse\"],[0,3,\"40 + 2\"]]");
        assertThat(history(Map.of("hist_access_type", "range", "session", 0, "start", 1, "stop", 2)))
                .isEqualTo("[[0,1,\"40 + 2\"]]");
        assertThat(history(Map.of("hist_access_type", "search", "pattern", "*+*", "n", 9)))
                .isEqualTo("[[0,1,\"40 + 2\"],[0,3,\"40 + 2\"]]");
        assertThat(history(Map.of("hist_access_type", "search", "pattern", "4?*", "n", 9, "unique", true)))
                .isEqualTo("[[0,3,\"40 + 2\"]]");
    }

    @Test
    void a_history_with_outputs_pairs_them_with_the_cells() throws Exception {
        frontEnd.execute("40 + 2");

        Map<String, Object> request = Map.of("hist_access_type", "tail", "n", 2, "output", true, "raw", true);
        assertThat(frontEnd.ask("history_request", request).path("history").toString())
                .isEqualTo("[[0,1,[\"40 + 2\",\"42\"]]]");
    }

    private String history(Map<String, Object> what) throws Exception {
        Map<String, Object> request = new HashMap<>(what);
        request.putAll(Map.of("output", false, "raw", true));
        return frontEnd.ask("history_request", request).path("history").toString();
    }
}
