package org.inversionview.models.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hub with one repository, on a local port, and the server that it sends large files' readers to, on another: what a test
 * needs of Hugging Face's protocol, with the ways in which it can go wrong.
 */
final class FakeHub implements AutoCloseable {

    static final String REPOSITORY = "tester/tiny-gpt2";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final int LARGE = 1_000;

    private final HttpServer hub;
    private final HttpServer storage;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files;

    /** What was asked for: {@code SERVER path range authorization}. */
    final List<String> requests = java.util.Collections.synchronizedList(new ArrayList<>());

    /** The status that every request to the hub gets; 0 for the right one. */
    volatile int status;

    /** After how many bytes of a large file the storage breaks off; as often as {@link #breaks} says. */
    volatile int breakAfter = Integer.MAX_VALUE;

    volatile int breaks;

    /** Whether the storage sends one byte and then nothing. */
    volatile boolean stalls;

    /** Whether the storage knows ranges. */
    volatile boolean ranges = true;

    /** Whether the storage sends other bytes than the hub promised. */
    volatile boolean corrupt;

    /** Whether the hub lists files with their sizes. */
    volatile boolean tellsSizes = true;

    /** Where the hub sends the readers of large files; its own storage if it has none. */
    volatile Optional<String> elsewhere = Optional.empty();

    /** What the hub lists for a hash, of git's or sha256; the right one if it has none. */
    volatile Optional<String> hash = Optional.empty();

    /** Which answers have no end: those whose path contains it. */
    volatile Optional<String> endless = Optional.empty();

    /** How many bytes of endless answers were taken. */
    final AtomicLong taken = new AtomicLong();

    /** What the hub says of the model, in place of the commit. */
    volatile Optional<String> description = Optional.empty();

    FakeHub(Map<String, byte[]> files) throws IOException {
        this.files = new LinkedHashMap<>(files);
        this.hub = server();
        this.storage = server();
        hub.createContext("/", exchange -> answer(exchange, "hub", this::hub));
        storage.createContext("/", exchange -> answer(exchange, "storage", this::storage));
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        return server;
    }

    String address() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    private interface Handler {
        void handle(HttpExchange exchange, String path) throws IOException;
    }

    private void answer(HttpExchange exchange, String server, Handler handler) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add("%s %s %s %s"
                .formatted(
                        server,
                        path,
                        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "-"),
                        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "-")));
        try (exchange) {
            if (endless.filter(path::contains).isPresent()) {
                withoutEnd(exchange);
            } else {
                handler.handle(exchange, path);
            }
        }
    }

    private void withoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = new byte[1 << 16];
        java.util.Arrays.fill(block, (byte) '[');
        while (!threads.isShutdown()) {
            exchange.getResponseBody().write(block);
            taken.addAndGet(block.length);
        }
    }

    private void hub(HttpExchange exchange, String path) throws IOException {
        if (status != 0) {
            exchange.sendResponseHeaders(status, -1);
        } else if (path.equals("/api/models/" + REPOSITORY + "/revision/main")) {
            send(exchange, description.orElse("{\"sha\":\"" + COMMIT + "\"}").getBytes(StandardCharsets.UTF_8));
        } else if (path.equals("/api/models/" + REPOSITORY + "/tree/" + COMMIT)) {
            send(exchange, new ObjectMapper().writeValueAsBytes(listing()));
        } else if (path.startsWith("/" + REPOSITORY + "/resolve/" + COMMIT + "/")) {
            String file = path.substring(path.lastIndexOf('/') + 1);
            byte[] content = files.get(file);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (content.length < LARGE) {
                send(exchange, content);
            } else {
                String to = "http://127.0.0.1:" + storage.getAddress().getPort() + "/" + file;
                exchange.getResponseHeaders().add("Location", elsewhere.orElse(to));
                exchange.sendResponseHeaders(302, -1);
            }
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private List<Map<String, Object>> listing() {
        List<Map<String, Object>> listing = new ArrayList<>();
        files.forEach((name, content) -> {
            byte[] git = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
            byte[] all = java.util.Arrays.copyOf(git, git.length + content.length);
            System.arraycopy(content, 0, all, git.length, content.length);
            Map<String, Object> entry = new LinkedHashMap<>(Map.of(
                    "type", "file", "path", name, "size", content.length, "oid", hash.orElse(hash("SHA-1", all))));
            if (!tellsSizes) {
                entry.remove("size");
            }
            if (content.length >= LARGE) {
                entry.put("lfs", Map.of("oid", hash.orElse(hash("SHA-256", content)), "size", content.length));
            }
            listing.add(entry);
        });
        return listing;
    }

    static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private void storage(HttpExchange exchange, String path) throws IOException {
        byte[] content = Objects.requireNonNull(files.get(path.substring(1))).clone();
        if (corrupt) {
            content[content.length / 2]++;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range != null && ranges ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        OutputStream out = exchange.getResponseBody();
        if (stalls) {
            out.write(content, from, 1);
            out.flush();
            sleep();
        } else if (breaks > 0) {
            breaks--;
            out.write(content, from, Math.min(breakAfter, content.length - from));
            out.flush();
            throw new IOException("the server breaks off");
        } else {
            out.write(content, from, content.length - from);
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
        hub.stop(0);
        storage.stop(0);
    }
}
