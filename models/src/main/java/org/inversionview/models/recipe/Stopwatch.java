package org.inversionview.models.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.models.training.Progress;

/** Time spent on a training, over all the times it was resumed: kept in a file of the training's folder. */
final class Stopwatch {

    private final Path file;
    private final double before;
    private final long start = System.nanoTime();

    private Stopwatch(Path file, double before) {
        this.file = file;
        this.before = before;
    }

    static Stopwatch in(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name + ".seconds");
        double before =
                Files.exists(file) ? Double.parseDouble(Files.readString(file).strip()) : 0;
        return new Stopwatch(file, before);
    }

    double seconds() {
        return before + (System.nanoTime() - start) / 1e9;
    }

    /** Returns a listener that writes the time down at every report. */
    Progress.Listener around(Progress.Listener listener) {
        return progress -> {
            listener.on(progress);
            try {
                Files.writeString(file, Double.toString(seconds()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
