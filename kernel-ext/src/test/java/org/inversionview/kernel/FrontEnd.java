package org.inversionview.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Speaks to a kernel as Jupyter does: signed messages over ZeroMQ. */
public final class FrontEnd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] KEY = "a key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] IDENTITY = "tester".getBytes(StandardCharsets.UTF_8);
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int SILENCE_MILLIS = 200;

    private final ZContext context = new ZContext();
    private final Thread kernel;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket control;
    private final ZMQ.Socket stdin;
    private final ZMQ.Socket published;

    /** Serves a front end until that one asks for shutdown. */
    @FunctionalInterface
    public interface Kernel {

        /**
         * @param connectionFile content of the file that Jupyter writes
         */
        void serve(String connectionFile) throws Exception;
    }

    /** Starts a kernel and connects to it. */
    public FrontEnd(Kernel served) throws IOException {
        List<Integer> ports = freePorts(5);
        Map<String, Object> connection = new HashMap<>(Map.of(
                "transport", "tcp",
                "ip", "127.0.0.1",
                "shell_port", ports.get(0),
                "control_port", ports.get(1),
                "iopub_port", ports.get(2),
                "stdin_port", ports.get(3),
                "hb_port", ports.get(4),
                "signature_scheme", "hmac-sha256",
                "key", new String(KEY, StandardCharsets.UTF_8)));
        String connectionFile = JSON.writeValueAsString(connection);
        kernel = new Thread(() -> {
            try {
                served.serve(connectionFile);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        kernel.start();
        shell = socket(SocketType.DEALER, ports.get(0));
        control = socket(SocketType.DEALER, ports.get(1));
        stdin = socket(SocketType.DEALER, ports.get(3));
        published = socket(SocketType.SUB, ports.get(2));
        published.subscribe(ZMQ.SUBSCRIPTION_ALL);
        awaitSubscription();
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
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.setIdentity(IDENTITY);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    /** Until the subscription has arrived, what is published is lost. */
    private void awaitSubscription() throws IOException {
        do {
            ask("kernel_info_request", Map.of());
        } while (published.recv(ZMQ.DONTWAIT) == null);
        forgetPublished();
    }

    /** Passes over what is published, until nothing comes any more. */
    public void forgetPublished() {
        published.setReceiveTimeOut(SILENCE_MILLIS);
        while (published.recv() != null) {}
        published.setReceiveTimeOut(PATIENCE_MILLIS);
    }

    /** Sends a request on the shell channel and returns the reply's content. */
    public JsonNode ask(String type, Object content) throws IOException {
        request(shell, type, content);
        return receive(shell).path("content");
    }

    /** Sends frames on the shell channel as they are. */
    public void sendFrames(String... frames) {
        for (int i = 0; i < frames.length; i++) {
            shell.send(frames[i], i + 1 < frames.length ? ZMQ.SNDMORE : 0);
        }
    }

    /** Sends parts on the shell channel as a message that is signed. */
    public void sendParts(String... parts) {
        List<byte[]> bytes = new ArrayList<>();
        for (String part : parts) {
            bytes.add(part.getBytes(StandardCharsets.UTF_8));
        }
        List<String> frames = new ArrayList<>(List.of("<IDS|MSG>", signature(bytes)));
        frames.addAll(List.of(parts));
        sendFrames(frames.toArray(String[]::new));
    }

    /** Answers the next question for input; returns its type. */
    public String type(String line) throws IOException {
        String type = receive(stdin).path("type").asText();
        request(stdin, "input_reply", Map.of("value", line));
        return type;
    }

    /** Asks to execute a cell, without waiting. */
    public void begin(String code) throws IOException {
        begin(code, Map.of());
    }

    /** Asks to execute a cell in some other way than usual, without waiting. */
    public void begin(String code, Map<String, Object> otherwise) throws IOException {
        Map<String, Object> content = new HashMap<>(Map.of("code", code, "silent", false, "store_history", true));
        content.putAll(Map.of("user_expressions", Map.of(), "allow_stdin", false, "stop_on_error", true));
        content.putAll(otherwise);
        request(shell, "execute_request", content);
    }

    /** Executes a cell in some other way than usual, and returns the reply's content. */
    public JsonNode execute(String code, Map<String, Object> otherwise) throws IOException {
        begin(code, otherwise);
        return reply();
    }

    /** Returns the next reply on the shell channel: its content. */
    public JsonNode reply() throws IOException {
        return receive(shell).path("content");
    }

    /** Executes a cell and returns the reply's content. */
    public JsonNode execute(String code) throws IOException {
        begin(code);
        return reply();
    }

    /** Asks to interrupt, and returns the type of the reply. */
    public String interrupt() throws IOException {
        request(control, "interrupt_request", Map.of());
        return receive(control).path("type").asText();
    }

    /** Returns the next message that was published, with its type and content. */
    public JsonNode next() throws IOException {
        return receive(published);
    }

    /** Returns what is published up to the kernel's being idle. */
    public List<JsonNode> published() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        String state = "";
        while (!state.equals("idle")) {
            messages.add(next());
            state = messages.get(messages.size() - 1)
                    .path("content")
                    .path("execution_state")
                    .asText();
        }
        return messages;
    }

    /** Asks for shutdown, and expects the kernel to end. */
    @Override
    public void close() throws IOException, InterruptedException {
        request(control, "shutdown_request", Map.of("restart", false));
        assertThat(receive(control).path("content").path("restart").asBoolean()).isFalse();
        kernel.join(PATIENCE_MILLIS);
        assertThat(kernel.isAlive()).isFalse();
        context.close();
    }

    private static void request(ZMQ.Socket socket, String type, Object content) throws IOException {
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
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(signature(parts));
        socket.sendMore(parts.get(0));
        socket.sendMore(parts.get(1));
        socket.sendMore(parts.get(2));
        socket.send(parts.get(3));
    }

    private static String signature(List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a message as an object with its type and content. */
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
}
