package org.inversionview.magics.result;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.magics.MagicException;
import org.inversionview.models.Version;
import org.inversionview.models.files.StrictJson;

/**
 * Results that were kept: {@code Results.load("x.json")} gives back what {@code p.save("x.json")} wrote, and
 * {@code Results.load("study.ipynb#7")} what cell [7] of an executed notebook shows.
 */
public final class Results {

    /** A notebook, and the number of one of its cells. */
    static final Pattern NOTEBOOK = Pattern.compile("(.*\\.ipynb)(?:#(\\d*))?");

    private Results() {}

    /**
     * Returns the result that a file holds, equal to the one that was saved; or that a cell of a notebook shows, as far
     * as it shows it: numbers have six digits there.
     *
     * @param file what {@link Result#save} wrote, or {@code NOTEBOOK.ipynb#N} with the number in brackets beside the
     *     cell; without it, where the notebook shows one result
     * @throws MagicException in one line, if there is no such file, or it holds no result that this version reads
     */
    public static Result load(String file) {
        return load(file, Result.class);
    }

    /**
     * Returns the result that a file holds or a cell shows.
     *
     * @param kind of result that it is to be
     * @throws MagicException as above, also if it is of another kind
     */
    public static <R extends Result> R load(String file, Class<R> kind) {
        try {
            Result result = read(file);
            if (!kind.isInstance(result)) {
                throw new MagicException("%s holds a result of the kind %s, no %s"
                        .formatted(file, result.getClass().getSimpleName(), kind.getSimpleName()));
            }
            return kind.cast(result);
        } catch (InvalidPathException e) {
            throw new MagicException("load(\"%s\"): that is no path".formatted(file), e);
        } catch (IOException e) {
            throw new MagicException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Result read(String file) throws IOException {
        Matcher notebook = NOTEBOOK.matcher(file);
        if (notebook.matches()) {
            String cell = notebook.group(2);
            return NotebookResults.read(Path.of(notebook.group(1))).at(cell == null ? "" : cell);
        }
        Path path = Path.of(file);
        return result(Kept.read(path), path);
    }

    /** Several results in one file. */
    private record KeptSeveral(String magic, List<Kept> results, List<String> refused, int asked) {

        KeptSeveral {
            requireNonNull(magic, "magic");
            requireNonNull(results, "results");
            requireNonNull(refused, "refused");
        }
    }

    private static Result result(Kept kept, Path file) throws IOException {
        String advice = "version %s wrote it, and this is %s".formatted(kept.version(), Version.current());
        if (!kept.schema().equals(Several.SCHEMA)) {
            return StrictJson.parse(
                    kept.result(),
                    file.toString(),
                    ResultKinds.named(kept.schema(), file.toString(), "version " + kept.version())
                            .type(),
                    advice);
        }
        KeptSeveral several = StrictJson.parse(kept.result(), file.toString(), KeptSeveral.class, advice);
        List<Result> results = new ArrayList<>();
        for (Kept one : several.results()) {
            results.add(result(one, file));
        }
        return new Several<>(several.magic(), results, several.refused(), several.asked());
    }
}
