package org.inversionview.magics.result;

import org.inversionview.magics.view.MimeBundle;
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

    /** Returns text, HTML and, where it has one, its JSON form; each is made when asked for. */
    @Override
    default MimeBundle bundle() {
        return schema().isEmpty() ? page().bundle() : page().bundle(schema(), this::json);
    }
}
