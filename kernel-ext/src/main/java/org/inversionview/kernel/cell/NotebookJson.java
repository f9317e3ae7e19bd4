package org.inversionview.kernel.cell;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.inversionview.models.files.JsonBounds;
import org.inversionview.models.files.StrictJson;

/** Reads notebooks' files: larger than other JSON, because outputs and their pictures stand in them. */
public final class NotebookJson {

    private static final JsonBounds BOUNDS = new JsonBounds(500_000_000, 500, 500_000_000, 1_000, true);

    private NotebookJson() {}

    /**
     * Returns what a notebook's file says.
     *
     * @throws IOException in one line, if it is no regular file, no JSON, or out of all bounds
     */
    public static JsonNode read(Path file) throws IOException {
        return StrictJson.read(file, JsonNode.class, BOUNDS, "a notebook (.ipynb) is a JSON file");
    }
}
