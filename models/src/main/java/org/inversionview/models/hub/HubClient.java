package org.inversionview.models.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.http.BoundedBody;
import org.inversionview.models.http.Exchange;
import org.inversionview.models.http.Exchange.Watch;
import org.jspecify.annotations.Nullable;

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

    /** A list of files is short: what takes longer than this is no hub's answer. */
    private static final int PATIENCES_FOR_JSON = 4;

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

    /** What the hub says of a model. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Description(@Nullable String sha) {}

    /** Returns the commit that a repository's main branch stands at. */
    String commit(String repository) throws IOException {
        String sha = json("/api/models/%s/revision/main".formatted(repository), repository, Description.class)
                .sha();
        if (sha == null || !sha.matches("[0-9a-f]{40}")) {
            throw new IOException("%s answered for %s with something else than a model's description"
                    .formatted(endpoint, repository));
        }
        return sha;
    }

    /** A line of a repository's list of files. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Entry(
            @Nullable String type,
            @Nullable String path,
            @Nullable Long size,
            @Nullable String oid,
            @Nullable Large lfs) {

        HubFile file() {
            return new HubFile(
                    String.valueOf(path),
                    size == null ? -1 : size,
                    hash(lfs == null ? oid : null, "[0-9a-f]{40}"),
                    hash(lfs == null ? null : lfs.oid(), "[0-9a-f]{64}"));
        }

        private static Optional<String> hash(@Nullable String text, String pattern) {
            return Optional.ofNullable(text).filter(it -> it.matches(pattern));
        }
    }

    /** What is said of a large file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Large(@Nullable String oid) {}

    /** Returns the files of a repository at a commit. */
    List<HubFile> files(String repository, String commit) throws IOException {
        Entry[] entries = json("/api/models/%s/tree/%s".formatted(repository, commit), repository, Entry[].class);
        return Arrays.stream(entries)
                .filter(entry -> entry != null && "file".equals(entry.type()))
                .map(Entry::file)
                .toList();
    }

    private <T> T json(String path, String repository, Class<T> type) throws IOException {
        try {
            HttpResponse<byte[]> response = send(
                    URI.create(endpoint + path),
                    0,
                    info -> new BoundedBody<>(HttpResponse.BodySubscribers.ofByteArray(), StrictJson.MOST_BYTES),
                    untilLate());
            requireSuccess(response, repository);
            return StrictJson.parse(response.body(), endpoint + path, type, "is HF_ENDPOINT a hub?");
        } catch (BoundedBody.TooLong e) {
            throw new IOException("%s%s: %s; is HF_ENDPOINT a hub?".formatted(endpoint, path, e.getMessage()), e);
        }
    }

    private Watch untilLate() {
        Duration most = patience.multipliedBy(PATIENCES_FOR_JSON);
        return Watch.until(
                most,
                "the hub's answer was not whole after %s s: try again later, or another HF_ENDPOINT"
                        .formatted(most.toSeconds()));
    }

    /** Returns the address of a file's content. */
    URI content(String repository, String commit, String path) {
        return URI.create("%s/%s/resolve/%s/%s".formatted(endpoint, repository, commit, path));
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
            HttpResponse<T> response = new Exchange<>(
                            http.sendAsync(request(at, from), body), "fetching from " + at.getAuthority())
                    .await(watch);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            at = next(at, location.get());
        }
        throw new IOException(
                "%s leads to another address more than %s times".formatted(shown(address), MOST_REDIRECTS));
    }

    /** Returns where an answer leads, if one may go there. */
    private static URI next(URI at, String location) throws IOException {
        URI next = resolved(at, location);
        if (next.getRawUserInfo() != null) {
            throw new IOException("%s leads to %s with a user's name in the address: nothing is sent there"
                    .formatted(shown(at), shown(next)));
        }
        boolean secure = "https".equals(next.getScheme());
        if (!secure && ("https".equals(at.getScheme()) || !"http".equals(next.getScheme()))) {
            throw new IOException("%s leads to %s: an https address must not lead elsewhere than to https"
                    .formatted(shown(at), shown(next)));
        }
        if (next.getHost() == null) {
            throw new IOException("%s leads to an address without a server".formatted(shown(at)));
        }
        return next;
    }

    private static URI resolved(URI at, String location) throws IOException {
        try {
            if (!location.isBlank()) {
                return at.resolve(new URI(location.strip()));
            }
        } catch (URISyntaxException e) {
            throw new IOException("%s leads to what is no address".formatted(shown(at)), e);
        }
        throw new IOException("%s leads to an empty address".formatted(shown(at)));
    }

    /** Returns an address for a message: its server alone, since what follows may be signed for its reader. */
    private static String shown(URI address) {
        return "%s://%s".formatted(address.getScheme(), Objects.requireNonNullElse(address.getHost(), ""));
    }

    private HttpRequest request(URI address, long from) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "inversionview");
        if (from > 0) {
            request.header("Range", "bytes=%s-".formatted(from));
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

    /** Throws one line that says what to do, unless the answer is what was asked for. */
    void requireSuccess(HttpResponse<?> response, String repository) throws IOException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        throw new IOException(
                switch (status) {
                    case UNAUTHORIZED, FORBIDDEN ->
                        "%s refuses %s (HTTP %s): no such model, or one for which %s"
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
                        "%s answers with HTTP %s for %s: try again later".formatted(endpoint, status, repository);
                });
    }
}
