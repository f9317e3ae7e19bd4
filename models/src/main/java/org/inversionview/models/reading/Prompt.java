package org.inversionview.models.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.inversionview.models.weights.WeightFile;

/**
 * What a language model is asked of a preimage.
 *
 * @param text all that is sent, as it is sent
 */
public record Prompt(String text) {

    /** Returns the hash by which a result says what was asked. */
    public String sha256() {
        try {
            return WeightFile.sha256(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
