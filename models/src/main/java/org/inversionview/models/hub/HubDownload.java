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
        if (file.size() < 0) {
            throw new IOException("%s lists %s of %s without its size, by which a download is checked: is it a hub?"
                    .formatted(client.endpoint(), file.path(), repository));
        }
        Files.createDirectories(part.toAbsolutePath().getParent());
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
                            "%s of %s: %s; %,d of %,d bytes are kept, the next attempt goes on from there"
                                    .formatted(file.path(), repository, e.getMessage(), size(), file.size()),
                            e);
                }
            }
        }
        verify();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
        HttpResponse<Path> response = client.send(
                client.content(repository, commit, file.path()), from, info -> body(info.statusCode()), new Stall());
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
        if (size() > file.size()) {
            Files.delete(part);
            throw new HubRefusal("%s of %s is longer than the %,d bytes that the hub promises: it was thrown away"
                    .formatted(file.path(), repository, file.size()));
        }
        if (size() < file.size()) {
            throw new IOException("the transfer ended early");
        }
    }

    /** The right part is appended, the whole takes the place of what is there, and an error's text is dropped. */
    private HttpResponse.BodySubscriber<Path> body(int status) {
        return switch (status) {
            case OK ->
                HttpResponse.BodySubscribers.ofFile(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
            case PARTIAL ->
                HttpResponse.BodySubscribers.ofFile(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            default -> HttpResponse.BodySubscribers.replacing(part);
        };
    }

    /** Tells the listener how far it is, and gives up where nothing arrives any more. */
    private final class Stall implements HubClient.Watch {
        private long seen = -1;
        private long since = System.nanoTime();

        @Override
        public void look() throws IOException {
            long now = System.nanoTime();
            long written = size();
            if (written != seen) {
                seen = written;
                since = now;
                listener.on(file.path(), seen, file.size());
            } else if (now - since > client.patience().toNanos()) {
                throw new IOException(
                        "nothing arrived for %d s".formatted(client.patience().toSeconds()));
            }
        }
    }

    private void verify() throws IOException {
        boolean right = file.sha256().isPresent()
                ? hash("SHA-256", "").equals(file.sha256().get())
                : file.gitHash().map(expected -> gitHash().equals(expected)).orElse(true);
        if (!right) {
            Files.delete(part);
            throw new IOException(
                    "%s of %s is not what the hub promises (%s differs): it was thrown away; try again, or another HF_ENDPOINT"
                            .formatted(file.path(), repository, file.sha256().isPresent() ? "sha256" : "git hash"));
        }
    }

    private String gitHash() {
        try {
            return hash("SHA-1", "blob %d\0".formatted(file.size()));
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
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
