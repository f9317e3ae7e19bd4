package org.inversionview.models.llm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An OpenAI-compatible endpoint on a local port, with the ways in which it can go wrong. */
final class StubEndpoint implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** What came in: {@code METHOD path authorization}. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** The body of the last request. */
    volatile String body = "";

    volatile int status = 200;

    /** What is answered. */
    volatile String answer = "{}";

    /** Where all requests are sent. */
    volatile Optional<String> elsewhere = Optional.empty();

    /** Whether the answer goes on for ever, a block at a time. */
    volatile boolean endless;

    /** Whether nothing is answered. */
    volatile boolean silent;

    StubEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    OpenAiSettings settings(String key) {
        return new OpenAiSettings(Map.of("OPENAI_BASE_URL", "http://" + host() + "/v1/", "OPENAI_API_KEY", key));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add("%s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization")));
            body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (silent) {
                sleep();
            }
            elsewhere.ifPresent(to -> exchange.getResponseHeaders().add("Location", to));
            exchange.sendResponseHeaders(status, 0);
            do {
                exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            } while (endless && !threads.isShutdown());
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
