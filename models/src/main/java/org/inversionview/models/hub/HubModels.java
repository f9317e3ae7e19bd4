package org.inversionview.models.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.WrittenFile;
import org.inversionview.models.weights.WeightFolder;

/**
 * Finds a model of the hub: in Hugging Face's cache as other tools fill it, in our own, or on the hub itself.
 *
 * <p>Of a repository only config.json, the tokenizer's files and safetensors are read or fetched; a pickle never is.
 */
public final class HubModels {

    private static final String CONFIG = "config.json";

    /** What says the ids of all tokens. */
    private static final List<String> COMPLETE_TOKENIZERS = List.of("tokenizer.json", "vocab.json");

    /** What says more of how texts are cut. */
    private static final List<String> OF_TOKENIZERS = List.of("merges.txt", "tokenizer_config.json");

    /** Tokenizers that are not read; where there is no other, they are fetched to be refused by name. */
    private static final List<String> UNREAD_TOKENIZERS =
            List.of("tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.txt");

    private static final int LONGEST_REFERENCE = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HubSettings settings;
    private final Duration patience;
    private final boolean fetches;

    /** Hears how far a download is. */
    @FunctionalInterface
    public interface Listener {

        /** Ignores it. */
        Listener NONE = (file, done, of) -> {};

        /**
         * Called several times a second while a file is fetched.
         *
         * @param done bytes that are there, those of earlier attempts included
         * @param of its size in bytes
         */
        void on(String file, long done, long of);
    }

    /** Finds models by these settings. */
    public HubModels(HubSettings settings) {
        this(settings, PATIENCE);
    }

    HubModels(HubSettings settings, Duration patience) {
        this(settings, patience, true);
    }

    private HubModels(HubSettings settings, Duration patience, boolean fetches) {
        this.settings = settings;
        this.patience = patience;
        this.fetches = fetches;
    }

    /** Returns one that looks in the caches alone. */
    public HubModels withoutDownload() {
        return new HubModels(settings, patience, false);
    }

    /**
     * Returns a folder with the model's config.json and weights.
     *
     * @throws IOException saying in one line what is missing, refused or wrong, and what to do
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was fetched is kept
     */
    public Path folder(HubName name, Listener listener) throws IOException {
        Optional<Path> cached = cached(name);
        if (cached.isPresent()) {
            return cached.get();
        }
        if (!fetches) {
            throw new IOException(
                    "model %s is in no cache, and was not to be fetched; %s".formatted(name.text(), byHand(name)));
        }
        if (settings.offline()) {
            throw new IOException("model %s is in no cache, and HF_HUB_OFFLINE forbids to fetch it; %s"
                    .formatted(name.text(), byHand(name)));
        }
        try {
            return fetched(name.repository(), listener);
        } catch (IOException e) {
            throw new IOException("%s. Without a network: %s".formatted(e.getMessage(), byHand(name)), e);
        }
    }

    private String byHand(HubName name) {
        return "put its %s and %s into a folder and load that with a task, or into %s"
                .formatted(
                        CONFIG,
                        WeightFolder.ONE_FILE,
                        settings.ownCache()
                                .resolve(HubName.folder(name.repository()))
                                .resolve("main"));
    }

    private Optional<Path> cached(HubName name) throws IOException {
        for (Path cache : List.of(settings.huggingFaceCache(), settings.ownCache())) {
            for (String repository : name.repositories()) {
                Path folder = cache.resolve(HubName.folder(repository));
                for (Path snapshot : snapshots(folder)) {
                    if (isComplete(snapshot)) {
                        return Optional.of(snapshot);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Returns a repository's snapshots: first what its main branch stood at, then the newest. */
    private static List<Path> snapshots(Path repository) throws IOException {
        List<Path> snapshots = new ArrayList<>();
        Path main = repository.resolve("refs").resolve("main");
        if (Files.isRegularFile(main)) {
            String commit = RegularFile.text(main, LONGEST_REFERENCE).strip();
            if (commit.matches("[0-9A-Za-z]+")) {
                snapshots.add(repository.resolve("snapshots").resolve(commit));
            }
        }
        snapshots.add(repository.resolve("main"));
        if (Files.isDirectory(repository.resolve("snapshots"))) {
            try (Stream<Path> all = Files.list(repository.resolve("snapshots"))) {
                all.sorted(Comparator.comparingLong((Path path) -> path.toFile().lastModified())
                                .reversed())
                        .forEach(snapshots::add);
            }
        }
        return snapshots;
    }

    private static boolean isComplete(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(CONFIG))) {
            return false;
        }
        return WeightFolder.files(folder).stream().allMatch(shard -> Files.isRegularFile(folder.resolve(shard)));
    }

    private Path fetched(String repository, Listener listener) throws IOException {
        HubClient client = new HubClient(settings, patience);
        String commit = client.commit(repository);
        List<HubFile> offered = client.files(repository, commit);
        Path own = settings.ownCache().resolve(HubName.folder(repository));
        Path folder = own.resolve("snapshots").resolve(commit);
        if (find(offered, CONFIG).isEmpty()) {
            throw new IOException("%s has no %s: it is no model that can be read here".formatted(repository, CONFIG));
        }
        boolean readable = COMPLETE_TOKENIZERS.stream()
                .anyMatch(name -> find(offered, name).isPresent());
        for (HubFile file : offered) {
            if (isSmall(file.path()) || !readable && UNREAD_TOKENIZERS.contains(file.path())) {
                fetch(client, repository, commit, file, own, listener);
            }
        }
        for (String shard : WeightFolder.files(folder)) {
            HubFile file = find(offered, shard)
                    .orElseThrow(() -> new IOException(
                            "%s has no %s, and other formats, which may run code, are not read: choose a model with safetensors"
                                    .formatted(repository, shard)));
            fetch(client, repository, commit, file, own, listener);
        }
        WrittenFile.write(own.resolve("refs").resolve("main"), commit);
        return folder;
    }

    /** Returns whether a file is none of the weights, and read. */
    private static boolean isSmall(String file) {
        return file.equals(CONFIG)
                || file.equals(WeightFolder.INDEX)
                || COMPLETE_TOKENIZERS.contains(file)
                || OF_TOKENIZERS.contains(file);
    }

    private static Optional<HubFile> find(List<HubFile> offered, String name) {
        return offered.stream().filter(file -> file.path().equals(name)).findFirst();
    }

    private static void fetch(
            HubClient client, String repository, String commit, HubFile file, Path own, Listener listener)
            throws IOException {
        Path target = own.resolve("snapshots").resolve(commit).resolve(file.path());
        if (Files.exists(target)) { // what has its name was verified before it got it
            return;
        }
        HubDownload download = new HubDownload(client, repository, commit, file, target, listener);
        Path lock = own.resolve(".locks").resolve(file.path() + ".lock");
        try (ProcessLock alone = ProcessLock.await(lock, download::report)) {
            if (!Files.exists(target)) {
                download.run();
            }
        }
    }
}
