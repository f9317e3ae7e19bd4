package org.inversionview.kernel.assignment;

import java.util.Map;

/**
 * Something that a cell has shown.
 *
 * @param stream {@code stdout} or {@code stderr} of what was printed; empty of anything else
 * @param forms of it, by MIME type: its text, and a picture where it is one
 */
record CellOutput(String stream, Map<String, String> forms) {

    CellOutput {
        forms = Map.copyOf(forms);
    }
}
