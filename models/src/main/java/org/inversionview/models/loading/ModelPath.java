package org.inversionview.models.loading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.inversionview.models.OneLine;

/** The folder that a person's name for a model may mean. */
public final class ModelPath {

    private ModelPath() {}

    /**
     * Returns the folder of that name, whether it is there or not.
     *
     * @throws IOException in one line, if something else than a folder has that name, or nothing can have it
     */
    public static Path of(String model) throws IOException {
        try {
            Path folder = Path.of(model);
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IOException(
                        "model %s: it is no folder, and a model is one, with card.json, or config.json and model.safetensors"
                                .formatted(folder));
            }
            return folder;
        } catch (InvalidPathException e) {
            throw new IOException("no model '%s': nothing can have that name".formatted(OneLine.brief(model)), e);
        }
    }
}
