package org.inversionview.magics.result;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.inversionview.magics.MagicException;
import org.inversionview.models.Version;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.StrictJson;

/**
 * A result as a file holds it: whole, in full precision, and who wrote it.
 *
 * @param schema name and version of its kind, as in {@link org.inversionview.magics.view.MimeBundle#INVERSIONVIEW}
 * @param version of the software that wrote it
 * @param result its record
 */
record Kept(String schema, String version, JsonNode result) {

    private static final int MOST_BYTES = 100_000_000;

    Kept {
        requireNonNull(schema, "schema");
        requireNonNull(version, "version");
        requireNonNull(result, "result");
    }

    /** As above, before it is JSON. */
    private record Whole(String schema, String version, Object result) {}

    /**
     * Returns the text of a file that holds a result.
     *
     * @throws MagicException if it is of no kind that has a JSON form
     */
    static String json(String schema, Object whole) throws IOException {
        if (schema.isEmpty()) {
            throw new MagicException("this result has no JSON form: it holds nothing to compute with");
        }
        return StrictJson.compact(whole(schema, whole)) + "\n";
    }

    /** Returns a result's record as a file holds it. */
    static JsonNode tree(Result result) throws IOException {
        String json = json(result.schema(), result.whole());
        return StrictJson.parse(json.getBytes(StandardCharsets.UTF_8), result.schema(), Kept.class, "")
                .result();
    }

    /** Returns what stands for a result in a file. */
    static Object whole(String schema, Object whole) {
        return new Whole(schema, Version.current(), whole);
    }

    /**
     * Returns what a file holds.
     *
     * @throws IOException in one line, if it holds no result
     */
    static Kept read(Path file) throws IOException {
        return StrictJson.parse(
                RegularFile.bytes(file, MOST_BYTES),
                file.toString(),
                Kept.class,
                "a result's file is what save(\"x.json\") writes");
    }
}
