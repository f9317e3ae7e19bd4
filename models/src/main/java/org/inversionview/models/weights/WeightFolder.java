package org.inversionview.models.weights;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.StrictJson;

/** Where the weights lie in a folder in Hugging Face layout: in one file, or in the several that an index names. */
public final class WeightFolder {

    /** The one file. */
    public static final String ONE_FILE = "model.safetensors";

    /** The index of several. */
    public static final String INDEX = "model.safetensors.index.json";

    private static final int LONGEST_NAME = 200; // file systems have 255 bytes
    private static final int MOST_FILES = 1_000;

    private WeightFolder() {}

    /** Which file holds which tensor. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Index(Map<String, String> weightMap) {
        Index {
            Objects.requireNonNull(weightMap, "weight_map");
            weightMap.forEach((tensor, file) -> Objects.requireNonNull(file, "weight_map." + tensor));
        }
    }

    /**
     * Returns the names of the files that hold a folder's weights, whether they are there or not.
     *
     * @throws IOException if an index is there and cannot be read, or names something else than safetensors beside it
     */
    public static List<String> files(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            return List.of(ONE_FILE);
        }
        Map<String, String> map =
                StrictJson.read(index, Index.class, "fetch it again").weightMap();
        TreeSet<String> names = new TreeSet<>(map.values());
        if (names.isEmpty() || names.size() > MOST_FILES) {
            throw new IOException("%s names %s files of weights, from 1 to %s can be read: fetch it again"
                    .formatted(index, names.size(), MOST_FILES));
        }
        for (String name : names) {
            if (!name.matches("[\\w.-]{1,%s}\\.safetensors".formatted(LONGEST_NAME))) {
                throw new IOException("%s names the file '%s': only safetensors beside it are read"
                        .formatted(index, OneLine.brief(name)));
            }
        }
        return List.copyOf(names);
    }

    /**
     * Makes sure that a folder's weights are there.
     *
     * @throws IOException naming what is there in their place, and how it becomes what can be read
     */
    public static void requireWeights(Path folder) throws IOException {
        for (String file : files(folder)) {
            if (!Files.exists(folder.resolve(file))) {
                throw new IOException(absent(folder, file));
            }
        }
    }

    private static String absent(Path folder, String file) {
        for (String pickle : List.of("pytorch_model.bin", "pytorch_model.bin.index.json")) {
            if (Files.exists(folder.resolve(pickle))) {
                return "%s is a pickle, which may run code and is not read: model.save_pretrained(FOLDER, safe_serialization=True) in Python writes %s"
                        .formatted(folder.resolve(pickle), ONE_FILE);
            }
        }
        Path adapter = folder.resolve("adapter_model.safetensors");
        return Files.exists(adapter)
                ? "%s is an adapter and no model: merge it into its model (peft: merge_and_unload) and save that"
                        .formatted(adapter)
                : "no weight file %s: it must be a safetensors file".formatted(folder.resolve(file));
    }

    /**
     * Returns the SHA-256 of a folder's weights, of their hashes one after the other where they are in several files.
     *
     * <p>A file of Hugging Face's cache has its hash for a name, and is not read again.
     */
    public static String sha256(Path folder) throws IOException {
        requireWeights(folder);
        List<String> hashes = new ArrayList<>();
        for (String file : files(folder)) {
            String name = RegularFile.require(folder.resolve(file))
                    .toRealPath()
                    .getFileName()
                    .toString();
            hashes.add(name.matches("[0-9a-f]{64}") ? name : WeightFile.sha256(folder.resolve(file)));
        }
        return hashes.size() == 1 ? hashes.get(0) : WeightFile.sha256(String.join("", hashes));
    }
}
