package org.inversionview.magics.result;

import org.inversionview.magics.view.Page;

/** One line, such as how far a run is. */
public record Notice(String line) implements Result {

    @Override
    public Page page() {
        return Page.titled("").line(line);
    }

    @Override
    public String toString() {
        return line;
    }
}
