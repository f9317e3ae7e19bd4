package org.inversionview.kernel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.EchoMagics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Speaks to the kernel as a front end does: signed messages over ZeroMQ. */
@Timeout(60)
class KernelServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] KEY = "a key".getBytes(StandardCharsets.UTF_8);

    private final ZContext context = new ZContext();
    private final CellEvaluator evaluator = new CellEvaluator(new EchoMagics());
    private Thread server = new Thread();
    private ZMQ.Socket shell;
    private ZMQ.Socket control;
    private ZMQ.Socket published;

    @BeforeEach
    void connect(@TempDir Path folder) throws Exception {
        List<Integer> ports = freePorts(5);
        Path file = Files.writeString(
                folder.resolve("connection.json"),
                JSON.writeValueAsString(Map.of(
                        "transport", "tcp",
                        "ip", "127.0.0.1",
                        "shell_port", ports.get(0),
                        "control_port", ports.get(1),
                        "iopub_port", ports.get(2),
                        "stdin_port", ports.get(3),
                        "hb_port", ports.get(4),
                        "signature_scheme", "hmac-sha256",
                        "key", new String(KEY, StandardCharsets.UTF_8))));
        KernelServer kernel = KernelServer.of(file);
        server = new Thread(() -> {
            try {
                kernel.serve(evaluator, "1.2.3");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
        server.start();
        shell = socket(SocketType.DEALER, ports.get(0));
        control = socket(SocketType.DEALER, ports.get(1));
        published = socket(SocketType.SUB, ports.get(2));
        published.subscribe(ZMQ.SUBSCRIPTION_ALL);
        // Until the subscription has arrived, what is published is lost.
        do {
            request(shell, "kernel_info_request", Map.of());
            receive(shell);
        } while (published.recv(ZMQ.DONTWAIT) == null);
        Thread.sleep(200);
        while (published.recv(ZMQ.DONTWAIT) != null) {}
    }

    @AfterEach
    void shutDown() throws Exception {
        request(control, "shutdown_request", Map.of("restart", false));
        assertThat(receive(control).path("content").path("restart").asBoolean()).isFalse();
        server.join(20_000);
        assertThat(server.isAlive()).isFalse();
        evaluator.close();
        context.close();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
            ports.add(sockets.get(i).getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private ZMQ.Socket socket(SocketType type, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(20_000);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    private static void request(ZMQ.Socket socket, String type, Map<String, Object> content) throws Exception {
        Map<String, Object> header = Map.of(
                "msg_id", UUID.randomUUID().toString(),
                "username", "tester",
                "session", "s",
                "date", "2024-01-01T00:00:00.000000Z",
                "msg_type", type,
                "version", "5.3");
        List<byte[]> parts = new ArrayList<>();
        for (Object part : List.of(header, Map.of(), Map.of(), content)) {
            parts.add(JSON.writeValueAsBytes(part));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        parts.forEach(mac::update);
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(HexFormat.of().formatHex(mac.doFinal()));
        socket.sendMore(parts.get(0));
        socket.sendMore(parts.get(1));
        socket.sendMore(parts.get(2));
        socket.send(parts.get(3));
    }

    /** Returns a message as an object with its header and content. */
    private static JsonNode receive(ZMQ.Socket socket) throws IOException {
        String part = socket.recvStr();
        while (!"<IDS|MSG>".equals(part)) {
            assertThat(part).as("a message in time").isNotNull();
            part = socket.recvStr();
        }
        socket.recvStr();
        JsonNode header = JSON.readTree(socket.recv());
        socket.recv();
        socket.recv();
        return JSON.createObjectNode()
                .put("type", header.path("msg_type").asText())
                .set("content", JSON.readTree(socket.recv()));
    }

    private JsonNode execute(String code) throws Exception {
        request(
                shell,
                "execute_request",
                Map.of(
                        "code", code,
                        "silent", false,
                        "store_history", true,
                        "user_expressions", Map.of(),
                        "allow_stdin", false,
                        "stop_on_error", true));
        return receive(shell).path("content");
    }

    private List<JsonNode> published() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        do {
            messages.add(receive(published));
        } while (!messages.get(messages.size() - 1)
                .path("content")
                .path("execution_state")
                .asText()
                .equals("idle"));
        return messages;
    }

    @Test
    void executes_a_cell() throws Exception {
        JsonNode reply = execute("System.out.println(\"ε\");\n%echo-html a\n40 + 2");

        assertThat(reply.path("status").asText()).isEqualTo("ok");
        assertThat(reply.path("execution_count").asInt()).isEqualTo(1);
        assertThat(published())
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
        JsonNode reply = execute("%echo refuse");

        String error =
                "\"ename\":\"MagicException\",\"evalue\":\"no head 12 in block 9: this model has heads 0 to 11\","
                        + "\"traceback\":[\"no head 12 in block 9: this model has heads 0 to 11\"]";
        assertThat(reply.toString()).isEqualTo("{\"status\":\"error\"," + error + ",\"execution_count\":1}");
        assertThat(published().get(2).path("content").toString()).isEqualTo("{" + error + "}");
        assertThat(execute("1").path("execution_count").asInt()).isEqualTo(2);
    }

    @Test
    void an_interrupt_ends_the_running_cell() throws Exception {
        request(
                shell,
                "execute_request",
                Map.of("code", "System.out.println(1);\nThread.sleep(60_000);", "silent", false));
        while (!receive(published).path("type").asText().equals("stream")) {}
        request(control, "interrupt_request", Map.of());

        assertThat(receive(shell).path("content").path("evalue").asText()).isEqualTo("the cell was interrupted");
        assertThat(receive(control).path("type").asText()).isEqualTo("interrupt_reply");
    }

    @Test
    void says_what_it_is_and_helps_in_writing() throws Exception {
        request(shell, "kernel_info_request", Map.of());
        JsonNode info = receive(shell).path("content");
        assertThat(info.path("implementation").asText()).isEqualTo("inversionview");
        assertThat(info.path("implementation_version").asText()).isEqualTo("1.2.3");
        assertThat(info.path("language_info").path("mimetype").asText()).isEqualTo("text/x-java");

        request(shell, "is_complete_request", Map.of("code", "for (;;) {"));
        assertThat(receive(shell).path("content").toString())
                .isEqualTo("{\"status\":\"incomplete\",\"indent\":\"    \"}");
        // A cursor is counted in code points: the first line has a character of two chars.
        request(shell, "complete_request", Map.of("code", "// \uD835\uDF00\n%ec", "cursor_pos", 8));
        assertThat(receive(shell).path("content").toString())
                .startsWith(
                        "{\"status\":\"ok\",\"matches\":[\"echo\",\"echo-html\"],\"cursor_start\":6,\"cursor_end\":8");
        request(shell, "inspect_request", Map.of("code", "Math.max(1, 2)", "cursor_pos", 6, "detail_level", 0));
        assertThat(receive(shell)
                        .path("content")
                        .path("data")
                        .path("text/plain")
                        .asText())
                .contains("int Math.max(int a, int b)");
    }
}
