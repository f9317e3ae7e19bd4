package org.inversionview.models.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Speaks to the hub over HTTP.
 *
 * <p>Redirects are followed here, not by the Java client: the user's token goes to the hub's own host alone, and an https
 * address leads to https addresses only.
 */
final class HubClient {

    private static final int MOST_REDIRECTS = 5;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final long POLL_MILLIS = 100;

    private final HttpClient http;
    private final URI endpoint;
    private final Optional<String> token;
    private final Duration patience;

    /**
     * Prepares requests; nothing is sent.
     *
     * @param patience how long the hub may send nothing
     */
    HubClient(HubSettings settings, Duration patience) throws IOException {
        this.endpoint = settings.endpoint();
        this.token = settings.token();
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    Duration patience() {
        return patience;
    }

    URI endpoint() {
        return endpoint;
    }

    /** Returns the commit that a repository's main branch stands at. */
    String commit(String repository) throws IOException {
        String sha = json("/api/models/%s/revision/main".formatted(repository), repository)
                .path("sha")
                .asText();
        if (!sha.matches("[0-9a-f]{40}")) {
            throw new IOException("%s answered for %s with something else than a model's description"
                    .formatted(endpoint, repository));
        }
        return sha;
    }

    /** Returns the files of a repository at a commit. */
    List<HubFile> files(String repository, String commit) throws IOException {
        List<HubFile> files = new ArrayList<>();
        for (JsonNode entry : json("/api/models/%s/tree/%s".formatted(repository, commit), repository)) {
            if (entry.path("type").asText().equals("file")) {
                JsonNode large = entry.path("lfs");
                files.add(new HubFile(
                        entry.path("path").asText(),
                        entry.path("size").asLong(-1),
                        hash(entry.path("oid"), "[0-9a-f]{40}").filter(it -> large.isMissingNode()),
                        hash(large.path("oid"), "[0-9a-f]{64}")));
            }
        }
        return files;
    }

    private static Optional<String> hash(JsonNode node, String pattern) {
        return Optional.of(node.asText()).filter(text -> text.matches(pattern));
    }

    private JsonNode json(String path, String repository) throws IOException {
        HttpResponse<String> response = send(
                URI.create(endpoint + path), 0, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), () -> {});
        requireSuccess(response, repository);
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException("%s%s is not JSON: is HF_ENDPOINT a hub?".formatted(endpoint, path), e);
        }
    }

    /** Returns the address of a file's content. */
    URI content(String repository, String commit, String path) {
        return URI.create("%s/%s/resolve/%s/%s".formatted(endpoint, repository, commit, path));
    }

    /** Called again and again while a request is under way; what it throws ends the request. */
    @FunctionalInterface
    interface Watch {
        void look() throws IOException;
    }

    /**
     * Sends a GET request and returns the answer, whatever its status; redirects are followed.
     *
     * @param from the first byte wanted
     * @throws CancellationException if the thread is interrupted
     */
    <T> HttpResponse<T> send(URI address, long from, HttpResponse.BodyHandler<T> body, Watch watch) throws IOException {
        URI at = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<T> response = await(http.sendAsync(request(at, from), body), at, watch);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            URI next = at.resolve(location.get());
            boolean secure = "https".equals(next.getScheme());
            if (!secure && ("https".equals(at.getScheme()) || !"http".equals(next.getScheme()))) {
                throw new IOException(
                        "%s leads to %s: an https address must not lead elsewhere than to https".formatted(at, next));
            }
            at = next;
        }
        throw new IOException("%s leads to another address more than %d times".formatted(address, MOST_REDIRECTS));
    }

    private HttpRequest request(URI address, long from) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "inversionview");
        if (from > 0) {
            request.header("Range", "bytes=%d-".formatted(from));
        }
        if (isHub(address)) {
            token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
        }
        return request.build();
    }

    private boolean isHub(URI address) {
        return endpoint.getScheme().equals(address.getScheme())
                && endpoint.getAuthority().equals(address.getAuthority());
    }

    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, URI address, Watch watch)
            throws IOException {
        try {
            while (true) {
                try {
                    return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    watch.look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while fetching " + address);
        } catch (ExecutionException e) {
            throw new IOException("fetching from %s failed (%s)".formatted(address.getAuthority(), reason(e)), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Throws one line that says what to do, unless the answer is what was asked for. */
    void requireSuccess(HttpResponse<?> response, String repository) throws IOException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        throw new IOException(
                switch (status) {
                    case UNAUTHORIZED, FORBIDDEN ->
                        "%s refuses %s (HTTP %d): no such model, or one for which %s"
                                .formatted(
                                        endpoint,
                                        repository,
                                        status,
                                        token.isPresent()
                                                ? "your HF_TOKEN has no right; ask for access on the model's page"
                                                : "you must say who you are; set HF_TOKEN");
                    case NOT_FOUND ->
                        "%s has no model %s (HTTP 404): write owner/name, or one of %s"
                                .formatted(endpoint, repository, String.join(", ", HubName.shortNames()));
                    case TOO_MANY -> "%s asks for fewer requests (HTTP 429): try again later".formatted(endpoint);
                    default ->
                        "%s answers with HTTP %d for %s: try again later".formatted(endpoint, status, repository);
                });
    }
}
