package org.inversionview.models.weights;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where the weights lie in a folder in Hugging Face layout: in one file, or in the several that an index names. */
public final class WeightFolder {

    /** The one file. */
    public static final String ONE_FILE = "model.safetensors";

    /** The index of several. */
    public static final String INDEX = "model.safetensors.index.json";

    private WeightFolder() {}

    /**
     * Returns the names of the files that hold a folder's weights, whether they are there or not.
     *
     * @throws IOException if an index is there and cannot be read, or names something else than safetensors beside it
     */
    public static List<String> files(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            return List.of(ONE_FILE);
        }
        try {
            JsonNode map = new ObjectMapper().readTree(index.toFile()).path("weight_map");
            TreeSet<String> names = new TreeSet<>();
            map.forEach(file -> names.add(file.asText()));
            for (String name : names) {
                if (!name.matches("[\\w.-]+\\.safetensors")) {
                    throw new IOException(
                            "%s names the file '%s': only safetensors beside it are read".formatted(index, name));
                }
            }
            return List.copyOf(names);
        } catch (JacksonException e) {
            throw new IOException("%s is not JSON: fetch it again".formatted(index), e);
        }
    }

    /**
     * Returns the SHA-256 of a folder's weights, of their hashes one after the other where they are in several files.
     *
     * <p>A file of Hugging Face's cache has its hash for a name, and is not read again.
     */
    public static String sha256(Path folder) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (String file : files(folder)) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new IOException(
                        "no weight file %s: it must be a safetensors file".formatted(folder.resolve(file)));
            }
            String name = folder.resolve(file).toRealPath().getFileName().toString();
            hashes.add(name.matches("[0-9a-f]{64}") ? name : WeightFile.sha256(folder.resolve(file)));
        }
        return hashes.size() == 1 ? hashes.get(0) : WeightFile.sha256(String.join("", hashes));
    }
}
