package org.inversionview.models.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;
import org.inversionview.models.training.Progress;

/**
 * What a training leaves in its folder to be gone on with: the checkpoint, and beside it the plan that it was begun with
 * and the time spent so far, over all the times it was resumed. While it is open no other training can open it.
 */
final class TrainingFolder implements AutoCloseable {

    private static final String LOCK = ".training.lock";

    /** A checkpoint holds weights, their average and two or three moments; one is written beside the last. */
    private static final int ARRAYS_ON_DISK = 12;

    /** The rest of a training's time goes into measuring and writing. */
    private static final double SHARE_FOR_STEPS = 0.85;

    private final Path folder;
    private final String name;
    private final Map<String, Object> plan;
    private final double before;
    private final ProcessLock lock;
    private final long start = System.nanoTime();

    /** The file's content. */
    private record Begun(Map<String, Object> plan, double seconds) {

        Begun {
            Objects.requireNonNull(plan, "plan");
            if (!(seconds >= 0 && Double.isFinite(seconds))) {
                throw new IllegalArgumentException("seconds is %s: it must be a number from 0".formatted(seconds));
            }
        }

        long steps() {
            return plan.get("steps") instanceof Number steps ? steps.longValue() : 0;
        }
    }

    private TrainingFolder(Path folder, String name, Map<String, Object> plan, double before, ProcessLock lock) {
        this.folder = folder;
        this.name = name;
        this.plan = plan;
        this.before = before;
        this.lock = lock;
    }

    /**
     * Returns the name that a folder has.
     *
     * @throws InvalidRequestException if it is the root, which has none
     */
    static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            throw new InvalidRequestException(
                    "folder", folder, "it is the root of all folders, which is no place for a model; give another");
        }
        return name.toString();
    }

    /** Returns whether a training of that name was begun in a folder. */
    static boolean isBegun(Path folder, String name) {
        return Files.exists(file(folder, name));
    }

    /** Returns how many steps a training that was begun there has, or 0 if there is none. */
    private static long stepsBegun(Path folder, String name) throws IOException {
        return Files.exists(checkpoint(folder, name)) && Files.exists(file(folder, name))
                ? read(file(folder, name)).steps()
                : 0;
    }

    /**
     * Returns how many steps to plan for a training of so many minutes: those of the training that was begun there, or
     * as many as fit into the time at this pace.
     *
     * @param pace gives the steps a second
     */
    static long stepsFor(double minutes, Path folder, String name, DoubleSupplier pace) throws IOException {
        if (!(minutes > 0 && Double.isFinite(minutes))) {
            throw new InvalidRequestException("minutes", minutes, "it must be above 0");
        }
        long begun = stepsBegun(folder, name);
        return begun > 0 ? begun : Math.max(1, (long) (minutes * 60 * SHARE_FOR_STEPS * pace.getAsDouble()));
    }

    /**
     * Opens a folder for a training, new or to be gone on with; whoever opens it closes it.
     *
     * @param name of the training
     * @param plan every number of it, by name
     * @param parameters how many numbers the model has
     * @throws IOException in one line, if the folder cannot be written to, is too full, or holds another training, or if one
     *     is at work there
     */
    static TrainingFolder open(Path folder, String name, Map<String, Object> plan, long parameters) throws IOException {
        name(folder);
        requireWritable(folder);
        requireSpace(folder, ARRAYS_ON_DISK * Float.BYTES * parameters, "the training's checkpoints need", "make room");
        ProcessLock lock = ProcessLock.take(folder.resolve(LOCK))
                .orElseThrow(() -> new IOException(
                        "a training is at work in %s: wait until it ends, or give another folder".formatted(folder)));
        try {
            double before = 0;
            if (Files.exists(checkpoint(folder, name)) && Files.exists(file(folder, name))) {
                Begun begun = read(file(folder, name));
                requireSame(begun.plan(), plan, folder, name);
                before = begun.seconds();
            }
            TrainingFolder opened = new TrainingFolder(folder, name, plan, before, lock);
            opened.keep();
            return opened;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Makes the folder where there is none, and sees that something can be written into it. */
    static void requireWritable(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", ".part"));
        } catch (IOException e) {
            throw new IOException("cannot write into %s: give another folder".formatted(folder), e);
        }
    }

    /**
     * Sees that a folder has so much room left.
     *
     * @param what needs it, with the verb
     * @param remedy what to do, beside giving another folder
     */
    static void requireSpace(Path folder, long bytes, String what, String remedy) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s has %,d MB left, and %s %,d MB: %s or give another folder",
                    folder,
                    free >> 20,
                    what,
                    (bytes >> 20) + 1,
                    remedy));
        }
    }

    private static void requireSame(Map<String, Object> begun, Map<String, Object> asked, Path folder, String name)
            throws IOException {
        for (Map.Entry<String, Object> entry : begun.entrySet()) {
            Object other = asked.get(entry.getKey());
            if (!String.valueOf(entry.getValue()).equals(String.valueOf(other))) {
                throw new IOException(
                        "%s holds a training that was begun with %s %s, not %s: give the same options to go on, another folder, or delete %s to begin again"
                                .formatted(
                                        folder,
                                        entry.getKey().replace('_', ' '),
                                        entry.getValue(),
                                        other,
                                        checkpoint(folder, name).getFileName()));
            }
        }
    }

    private static Path checkpoint(Path folder, String name) {
        return folder.resolve(name + ".checkpoint.safetensors");
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ".training.json");
    }

    private static Begun read(Path file) throws IOException {
        return StrictJson.read(file, Begun.class, "delete it to begin again");
    }

    /** Returns where the checkpoint is. */
    Path checkpoint() {
        return checkpoint(folder, name);
    }

    /** Returns the seconds spent. */
    double seconds() {
        return before + (System.nanoTime() - start) / 1e9;
    }

    /** Returns a listener that writes the time down at every report. */
    Progress.Listener around(Progress.Listener listener) {
        return progress -> {
            listener.on(progress);
            try {
                keep();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private void keep() throws IOException {
        WrittenFile.write(file(folder, name), StrictJson.write(new Begun(new LinkedHashMap<>(plan), seconds())));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
