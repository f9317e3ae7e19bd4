package org.inversionview.magics.result;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.export.Export;
import org.inversionview.magics.view.Block;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Multiples;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** What a magic returns: it shows itself, gives its numbers to tools, and can be kept in a file. */
public interface Result extends View, Export.Source {

    /** Returns it as it shows itself. */
    Page page();

    /** Returns its numbers as a table; one without columns where it has none. */
    @Override
    default Table table() {
        return Table.create();
    }

    /**
     * Returns its chart.
     *
     * @throws MagicException if it has none
     */
    @Override
    default Chart<?, ?> chart() {
        throw new MagicException("this result has no chart");
    }

    /** Returns name and version of its JSON form; empty where it has none, because it holds nothing to compute with. */
    default String schema() {
        return "";
    }

    /** Returns what its JSON form holds: a record or map of plain values. */
    default Object json() {
        return this;
    }

    /** Returns all that a file must hold of it to have it back: a record or map of plain values. */
    default Object whole() {
        return this;
    }

    /**
     * Writes it into a file, and returns that. The name's ending says in which form: {@code json}, whole, for {@code
     * Results.load}; {@code html}, as it shows itself; {@code csv} or {@code parquet}, its table; {@code png} or {@code
     * svg}, its chart.
     *
     * @throws MagicException in one line, if it has no such form or cannot be written
     */
    default Path save(String file) {
        try {
            Path path = Path.of(file);
            new Export(path).write(this);
            return path;
        } catch (InvalidPathException e) {
            throw new MagicException("save(\"%s\"): that is no path".formatted(file), e);
        } catch (IOException e) {
            throw new MagicException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    default String wholeJson() throws IOException {
        return Kept.json(schema(), whole());
    }

    /** Returns where it comes from; nothing of what no model computed. */
    default Optional<Provenance> origin() {
        return Optional.empty();
    }

    /** Returns the lines that compute it again, where nothing was said before; none where there are none. */
    default List<String> repeats() {
        return origin().map(Provenance::asked).orElse(List.of());
    }

    /** Returns its page, with the lines that compute it again, to be copied. */
    @Override
    default Page pageToKeep() {
        return toKeep(page());
    }

    private Page toKeep(Page page) {
        return repeats().isEmpty()
                ? page
                : page.note("To compute it again:").and(new Block.Verbatim(String.join("\n", repeats())));
    }

    /** Returns what one line of a table says of it, in the order of the columns: texts, whole numbers and measurements. */
    default Map<String, Object> row() {
        return Map.of();
    }

    /** Returns a small picture of it, where it has one, to stand beside others of its kind. */
    default Optional<Multiples.Picture> picture() {
        return Optional.empty();
    }

    /** Returns text, HTML and, where it has one, its JSON form; each is made when asked for. */
    @Override
    default MimeBundle bundle() {
        Page page = page();
        MimeBundle bundle = MimeBundle.of(page::text)
                .with(MimeBundle.HTML, () -> toKeep(page).html());
        return schema().isEmpty() ? bundle : bundle.withNumbers(schema(), this::json);
    }
}
