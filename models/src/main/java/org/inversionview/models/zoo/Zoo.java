package org.inversionview.models.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.inversionview.models.weights.ModelCard;

/** The models that are shipped with this software, as resources beside this class. */
public final class Zoo {

    private static final String INDEX = "index.txt";

    private Zoo() {}

    /** Returns the names of the shipped models. */
    public static List<String> names() {
        try (InputStream in = resource(INDEX)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a shipped model's card. */
    public static ModelCard card(String name) throws IOException {
        try (InputStream in = resource(name + "/" + ModelCard.FILE)) {
            return ModelCard.read(in);
        }
    }

    /** Copies a shipped model's files into a folder. */
    public static void copyTo(Path folder, String name) throws IOException {
        ModelCard card = card(name);
        copy(folder, name, ModelCard.FILE);
        copy(folder, name, card.probed().file());
        ModelCard.Decoder decoder = card.decoder();
        if (decoder != null) {
            copy(folder, name, decoder.file());
        }
    }

    /** Copies one file of a shipped model into a folder. */
    public static void copy(Path folder, String name, String file) throws IOException {
        try (InputStream in = resource(name + "/" + file)) {
            Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static InputStream resource(String path) throws IOException {
        InputStream in = Zoo.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException(
                    "the software lacks its file zoo/%s: build it again with mvn package".formatted(path));
        }
        return in;
    }
}
