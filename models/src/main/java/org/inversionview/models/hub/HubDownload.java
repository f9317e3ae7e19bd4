package org.inversionview.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.http.BoundedBody;
import org.inversionview.models.http.Exchange.Watch;

/**
 * Fetches one file beside its place and renames it when size and hash are those that the hub promises. What an interrupted
 * transfer has left is kept, and the next one goes on from there.
 */
final class HubDownload {

    private static final int ATTEMPTS = 5;
    private static final int WORTH_ANOTHER = 1 << 16; // bytes gained by an attempt
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int BLOCK = 1 << 20;

    private final HubClient client;
    private final String repository;
    private final String commit;
    private final HubFile file;
    private final Path target;
    private final Path part;
    private final HubModels.Listener listener;

    HubDownload(
            HubClient client,
            String repository,
            String commit,
            HubFile file,
            Path target,
            HubModels.Listener listener) {
        this.client = client;
        this.repository = repository;
        this.commit = commit;
        this.file = file;
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.listener = listener;
    }

    /**
     * Fetches the file.
     *
     * @throws IOException in one line; what was fetched is kept unless it was wrong
     */
    void run() throws IOException {
        requirePromises();
        Files.createDirectories(part.toAbsolutePath().getParent());
        requireRoom();
        long best = size();
        int fruitless = 0;
        while (size() < file.size()) {
            try {
                transfer();
            } catch (HubRefusal e) {
                throw new IOException(e.getMessage(), e);
            } catch (IOException e) {
                fruitless = size() >= best + WORTH_ANOTHER ? 0 : fruitless + 1;
                best = Math.max(best, size());
                if (fruitless >= ATTEMPTS) {
                    throw new IOException(
                            String.format(
                                    Locale.ROOT,
                                    "%s of %s: %s; %,d of %,d bytes are kept, the next attempt goes on from there",
                                    file.path(),
                                    repository,
                                    e.getMessage(),
                                    size(),
                                    file.size()),
                            e);
                }
            }
        }
        verify();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Tells the listener how far it is, whoever fetches. */
    void report() throws IOException {
        listener.on(file.path(), size(), file.size());
    }

    /** What cannot be checked is not fetched. */
    private void requirePromises() throws IOException {
        boolean hashed = file.sha256().isPresent() || file.gitHash().isPresent();
        if (file.size() < 0 || !hashed) {
            throw new IOException("%s lists %s of %s without its %s, by which a download is checked: is it a hub?"
                    .formatted(client.endpoint(), file.path(), repository, file.size() < 0 ? "size" : "hash"));
        }
        if (file.path().endsWith(".json") && file.size() > StrictJson.MOST_BYTES) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s of %s would have %,d bytes, and no such file has more than %,d",
                    file.path(),
                    repository,
                    file.size(),
                    StrictJson.MOST_BYTES));
        }
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace();
        if (free < file.size() - size()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s of %s has %,d MB, and the disk of %s %,d MB left: make room, or set INVERSIONVIEW_CACHE",
                    file.path(),
                    repository,
                    file.size() >> 20,
                    part.getParent(),
                    free >> 20));
        }
    }

    private long size() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** An answer that another attempt would not change. */
    private static final class HubRefusal extends IOException {
        private static final long serialVersionUID = 1;

        HubRefusal(String message) {
            super(message);
        }
    }

    private void transfer() throws IOException {
        long from = size();
        HttpResponse<Path> response;
        try {
            response = client.send(
                    client.content(repository, commit, file.path()),
                    from,
                    info -> body(info.statusCode(), from),
                    new Stall());
        } catch (BoundedBody.TooLong e) {
            Files.deleteIfExists(part);
            throw new HubRefusal(String.format(
                    Locale.ROOT,
                    "%s of %s is longer than the %,d bytes that the hub promises: it was thrown away",
                    file.path(),
                    repository,
                    file.size()));
        }
        if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
            Files.deleteIfExists(part);
        } else if (response.statusCode() / 100 == 4) {
            try {
                client.requireSuccess(response, repository);
            } catch (IOException e) {
                throw new HubRefusal(String.valueOf(e.getMessage()));
            }
        } else {
            client.requireSuccess(response, repository);
        }
        if (size() < file.size()) {
            throw new IOException("the transfer ended early");
        }
    }

    /** The right part is appended, the whole takes the place of what is there, and an error's text is dropped. */
    private HttpResponse.BodySubscriber<Path> body(int status, long from) {
        return switch (status) {
            case OK ->
                new BoundedBody<>(
                        HttpResponse.BodySubscribers.ofFile(
                                part,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        file.size());
            case PARTIAL ->
                new BoundedBody<>(
                        HttpResponse.BodySubscribers.ofFile(
                                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                        file.size() - from);
            default -> new BoundedBody<>(HttpResponse.BodySubscribers.replacing(part), StrictJson.MOST_BYTES);
        };
    }

    /** Tells the listener how far it is, and gives up where nothing arrives any more. */
    private final class Stall implements Watch {
        private long seen = -1;
        private long since = System.nanoTime();

        @Override
        public void look() throws IOException {
            long now = System.nanoTime();
            long written = size();
            if (written != seen) {
                seen = written;
                since = now;
                report();
            } else if (now - since > client.patience().toNanos()) {
                throw new IOException(
                        "nothing arrived for %s s".formatted(client.patience().toSeconds()));
            }
        }
    }

    private void verify() throws IOException {
        boolean large = file.sha256().isPresent();
        String found = large ? hash("SHA-256", "") : hash("SHA-1", "blob " + file.size() + "\0"); // as git does
        if (!found.equals(file.sha256().or(file::gitHash).orElseThrow())) {
            Files.delete(part);
            throw new IOException(
                    "%s of %s is not what the hub promises (%s differs): it was thrown away; try again, or another HF_ENDPOINT"
                            .formatted(file.path(), repository, large ? "sha256" : "git hash"));
        }
    }

    private String hash(String algorithm, String before) throws IOException {
        try (InputStream in = Files.newInputStream(part)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(before.getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
