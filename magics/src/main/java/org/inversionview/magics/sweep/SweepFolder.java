package org.inversionview.magics.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.SweepStore;
import org.inversionview.models.sweep.WorkItem;

/**
 * A folder with a sweep's plan and an {@link ItemFile} an item. A file is written
 * beside its place and renamed: an item is finished once it stands there, and a kill loses those in work alone.
 *
 * @param path of the folder
 * @param plan whose rows it holds
 */
public record SweepFolder(Path path, SweepPlan plan) implements SweepStore {

    /** The file that holds the plan. */
    public static final String PLAN = "plan.json";

    private static final String LOCK = ".sweep.lock";
    private static final String ADVICE = "name another folder";
    private static final int HASHED = 4; // bytes

    /** Returns where a plan's rows go if nothing else is said: {@code sweeps/addition-3f2a9c1b}, another for another plan. */
    public static Path usual(SweepPlan plan) throws IOException {
        String name = String.valueOf(Path.of(plan.model().name()).getFileName());
        byte[] hash = sha256().digest(StrictJson.compact(plan).getBytes(StandardCharsets.UTF_8));
        return Path.of("sweeps", "%s-%s".formatted(name, HexFormat.of().formatHex(hash, 0, HASHED)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * Returns the lock of a folder, which one sweep at a time has; the caller closes it.
     *
     * @throws InvalidRequestException if another has it
     */
    public static ProcessLock lock(Path path) throws IOException {
        return ProcessLock.take(path.resolve(LOCK))
                .orElseThrow(() -> new InvalidRequestException(
                        "folder", path, "another sweep is at work there: wait for its end, or name another folder"));
    }

    /**
     * Returns a folder with its plan.
     *
     * @throws IOException in one line, if it holds no sweep
     */
    public static SweepFolder read(Path path) throws IOException {
        Path file = path.resolve(PLAN);
        if (!Files.exists(file)) {
            throw new IOException("there is no sweep in %s: it has no %s".formatted(path, PLAN));
        }
        return new SweepFolder(path, StrictJson.read(file, SweepPlan.class, ADVICE));
    }

    /**
     * Returns the folder for a plan, made where there is none.
     *
     * @throws InvalidRequestException if it holds another plan's rows
     * @throws IOException in one line, if it cannot be read or written
     */
    public static SweepFolder open(Path path, SweepPlan plan) throws IOException {
        Path file = path.resolve(PLAN);
        if (!Files.exists(file)) {
            WrittenFile.write(file, StrictJson.write(plan));
        } else if (!read(path).plan().equals(plan)) {
            throw another(path.toString());
        }
        return new SweepFolder(path, plan);
    }

    /** Returns what is said of a folder that holds another plan's rows. */
    public static InvalidRequestException another(String folder) {
        return new InvalidRequestException(
                "folder", folder, "it holds another sweep, described in %s: name another folder".formatted(PLAN));
    }

    @Override
    public Set<String> finished() throws IOException {
        return files().stream()
                .flatMap(file -> ItemFile.item(name(file)).stream())
                .collect(Collectors.toSet());
    }

    /** Returns the files of finished items, in the order of their names. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> sites = Files.newDirectoryStream(path, Files::isDirectory)) {
            for (Path site : sites) { // only these: beside them another process's files come and go
                try (DirectoryStream<Path> ofSite = Files.newDirectoryStream(
                        site, file -> ItemFile.item(name(file)).isPresent())) {
                    ofSite.forEach(files::add);
                }
            }
        }
        Collections.sort(files);
        return files;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Takes away what a kill left half written; for whoever has the {@link #lock}. */
    void tidy() throws IOException {
        try (Stream<Path> files = Files.walk(path, 2)) {
            for (Path file :
                    files.filter(one -> name(one).endsWith(WrittenFile.BESIDE)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void keep(WorkItem item, List<SweepRow> rows) throws IOException {
        byte[] parquet = ItemFile.of(plan, rows);
        Path file = path.resolve(ItemFile.folder(item)).resolve(ItemFile.name(item));
        WrittenFile.write(file, out -> out.write(parquet));
    }
}
