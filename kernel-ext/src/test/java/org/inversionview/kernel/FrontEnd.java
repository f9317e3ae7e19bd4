package org.inversionview.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.inversionview.kernel.SignedSocket.Received;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** Speaks to a kernel as Jupyter does: signed messages over ZeroMQ. */
public final class FrontEnd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OUTPUTS = Set.of("stream", "display_data");
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int SILENCE_MILLIS = 200;

    private final ZContext context = new ZContext();
    private final Thread kernel;
    private final SignedSocket shell;
    private final SignedSocket control;
    private final SignedSocket stdin;
    private final SignedSocket published;
    private long latest = System.nanoTime() + TimeUnit.DAYS.toNanos(1);

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
                "key", SignedSocket.KEY));
        String connectionFile = JSON.writeValueAsString(connection);
        kernel = new Thread(() -> {
            try {
                served.serve(connectionFile);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        kernel.start();
        shell = new SignedSocket(context, SocketType.DEALER, ports.get(0));
        control = new SignedSocket(context, SocketType.DEALER, ports.get(1));
        stdin = new SignedSocket(context, SocketType.DEALER, ports.get(3));
        published = new SignedSocket(context, SocketType.SUB, ports.get(2)).subscribed();
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

    /** Until the subscription has arrived, what is published is lost. */
    private void awaitSubscription() throws IOException {
        do {
            ask("kernel_info_request", Map.of());
        } while (published.receive(0).isEmpty());
        forgetPublished();
    }

    /** What comes from now on must come within a time, all of it together. */
    public void expectWithin(Duration limit) {
        latest = System.nanoTime() + limit.toNanos();
    }

    /** Passes over what is published, until nothing comes any more. */
    public void forgetPublished() throws IOException {
        while (published.receive(SILENCE_MILLIS).isPresent()) {}
    }

    /** Sends a request on the shell channel and returns the reply's content. */
    public JsonNode ask(String type, Object content) throws IOException {
        shell.send(type, content);
        return receive(shell).content();
    }

    /** Sends frames on the shell channel as they are. */
    public void sendFrames(String... frames) {
        shell.sendFrames(List.of(frames));
    }

    /** Sends parts on the shell channel as a message that is signed. */
    public void sendParts(String... parts) {
        shell.sendParts(List.of(parts));
    }

    /** Answers the next question for input; returns its type. */
    public String type(String line) throws IOException {
        String type = receive(stdin).type();
        stdin.send("input_reply", Map.of("value", line));
        return type;
    }

    /** Asks to execute a cell, without waiting; returns the request's id. */
    public String begin(String code) throws IOException {
        return begin(code, Map.of());
    }

    /** Asks to execute a cell in some other way than usual, without waiting; returns the request's id. */
    public String begin(String code, Map<String, Object> otherwise) throws IOException {
        Map<String, Object> content = new HashMap<>(Map.of("code", code, "silent", false, "store_history", true));
        content.putAll(Map.of("user_expressions", Map.of(), "allow_stdin", false, "stop_on_error", true));
        content.putAll(otherwise);
        return shell.send("execute_request", content);
    }

    /** Executes a cell in some other way than usual, and returns the reply's content. */
    public JsonNode execute(String code, Map<String, Object> otherwise) throws IOException {
        begin(code, otherwise);
        return reply();
    }

    /** Returns the next reply on the shell channel: its content. */
    public JsonNode reply() throws IOException {
        return receive(shell).content();
    }

    /** Executes a cell and returns the reply's content. */
    public JsonNode execute(String code) throws IOException {
        begin(code);
        return reply();
    }

    /** Asks to interrupt, and returns the type of the reply. */
    public String interrupt() throws IOException {
        control.send("interrupt_request", Map.of());
        return receive(control).type();
    }

    /** Returns the next message that was published, with its type and content. */
    public JsonNode next() throws IOException {
        return receive(published).json();
    }

    /** Returns what is published up to the kernel's being idle. */
    public List<JsonNode> published() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        while (!isIdle(messages)) {
            messages.add(next());
        }
        return messages;
    }

    /** Returns what is published up to the kernel's being idle after a request. */
    public List<JsonNode> published(String request) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        while (!isIdle(messages)) {
            addIfOf(request, receive(published), messages);
        }
        return messages;
    }

    /** As above, but only up to the first output, and for no longer than this time. */
    public List<JsonNode> begun(String request, Duration time) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        while (!isIdle(messages) && !hasOutput(messages) && left > 0) {
            Optional<Received> next = published.receive(left);
            if (next.isPresent()) {
                addIfOf(request, next.get(), messages);
            }
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return messages;
    }

    private static boolean hasOutput(List<JsonNode> messages) {
        return messages.stream()
                .anyMatch(message -> OUTPUTS.contains(message.path("type").asText()));
    }

    private static void addIfOf(String request, Received message, List<JsonNode> messages) {
        if (message.request().equals(request)) {
            messages.add(message.json());
        }
    }

    /** Tells whether the last of these messages says that the kernel is idle. */
    public static boolean isIdle(List<JsonNode> messages) {
        return !messages.isEmpty()
                && messages.get(messages.size() - 1)
                        .path("content")
                        .path("execution_state")
                        .asText()
                        .equals("idle");
    }

    /** Asks for shutdown, and expects the kernel to end. */
    @Override
    public void close() throws IOException, InterruptedException {
        control.send("shutdown_request", Map.of("restart", false));
        assertThat(receive(control).content().path("restart").asBoolean()).isFalse();
        kernel.join(PATIENCE_MILLIS);
        assertThat(kernel.isAlive()).isFalse();
        context.close();
    }

    private Received receive(SignedSocket socket) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(latest - System.nanoTime());
        return socket.receive(Math.min(left, PATIENCE_MILLIS))
                .orElseThrow(() -> new AssertionError("no message in time"));
    }
}
