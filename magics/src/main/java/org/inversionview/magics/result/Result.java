package org.inversionview.magics.result;

import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Multiples;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.View;

/** What a magic returns: it shows itself, and gives its numbers to tools. */
public interface Result extends View {

    /** Returns it as it shows itself. */
    Page page();

    /** Returns name and version of its JSON form; empty where it has none, because it holds nothing to compute with. */
    default String schema() {
        return "";
    }

    /** Returns what its JSON form holds: a record or map of plain values. */
    default Object json() {
        return this;
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
        return schema().isEmpty() ? page().bundle() : page().bundle(schema(), this::json);
    }
}
