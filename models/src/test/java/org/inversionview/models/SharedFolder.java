package org.inversionview.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The golden data beside the repository, see the system property {@code inversionview.shared}. */
public final class SharedFolder {

    private SharedFolder() {}

    /** Copies the authors' model of a task into a folder, in Hugging Face layout; the test is skipped where it is absent. */
    public static void copyModel(String task, Path into) throws IOException {
        Files.copy(file("checkpoints/%s.safetensors".formatted(task)), into.resolve("model.safetensors"));
        Files.copy(file("checkpoints/%s.config.json".formatted(task)), into.resolve("config.json"));
    }

    /** Returns a file of the folder; the test is skipped where it is absent. */
    public static Path file(String name) {
        Path file = Path.of(System.getProperty("inversionview.shared", "../shared"))
                .resolve(name)
                .normalize();
        assumeTrue(Files.isRegularFile(file), () -> "no %s: run with -Dinversionview.shared=FOLDER".formatted(file));
        return file;
    }
}
