package org.inversionview.magics.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.drift.Drift;
import org.inversionview.magics.drift.Rounding;
import org.inversionview.magics.drift.TreeComparison;

/**
 * A result that was kept, to compare it with the same computed again.
 *
 * @param where it is kept
 * @param kind name and version of its JSON form
 * @param lines that compute it again, where nothing was said before; none where nobody said such
 * @param json what is compared of it
 * @param form makes the same of a result
 */
public record Recorded(String where, String kind, List<String> lines, JsonNode json, Function<Result, JsonNode> form) {

    public Recorded {
        lines = List.copyOf(lines);
    }

    /**
     * Returns the results that a file holds: what {@link Result#save} wrote, a notebook's cell, or all of a notebook.
     *
     * @throws MagicException in one line, if there is no such file, or it holds none that this version reads
     */
    public static List<Recorded> in(String file) {
        Matcher notebook = Results.NOTEBOOK.matcher(file);
        if (!notebook.matches()) {
            return of(file, Results.load(file));
        }
        try {
            String cell = Optional.ofNullable(notebook.group(2)).orElse("");
            return NotebookResults.read(Path.of(notebook.group(1))).recorded(cell);
        } catch (InvalidPathException e) {
            throw new MagicException("%s: that is no path".formatted(file), e);
        } catch (IOException e) {
            throw new MagicException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns a result; of several, each. */
    public static List<Recorded> of(String where, Result result) {
        if (result instanceof Several<?> several) {
            return IntStream.range(0, several.size())
                    .mapToObj(i -> one("%s[%s]".formatted(where, i), several.get(i)))
                    .toList();
        }
        return List.of(one(where, result));
    }

    private static Recorded one(String where, Result result) {
        JsonNode whole = whole(result);
        return new Recorded(where, result.schema(), lines(whole), whole, Recorded::whole);
    }

    /** Returns the lines that a tree's provenance says; none where it has none, whatever wrote it. */
    static List<String> lines(JsonNode json) {
        return texts(json.findPath("provenance").path("asked"));
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Returns all of a result that its lines compute. */
    static JsonNode whole(Result result) {
        try {
            return Kept.tree(
                    result instanceof Preimage preimage
                            ? new Preimage(
                                    preimage.data(), Optional.empty(), preimage.controls()) // it was known before
                            : result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is different in the same result, computed again. */
    public Drift drift(Result now) {
        return TreeComparison.of(json, form.apply(now), Rounding.FLOAT32);
    }
}
