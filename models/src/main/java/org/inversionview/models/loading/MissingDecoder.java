package org.inversionview.models.loading;

import java.nio.file.Path;

/** Why a model has no decoder. */
public sealed interface MissingDecoder {

    /** Returns it in words. */
    String reason();

    /** Its weights are raw. */
    record RawWeights() implements MissingDecoder {

        @Override
        public String reason() {
            return "it reads processed activations, and the model's weights were loaded raw";
        }
    }

    /**
     * The model's card describes one that is not there.
     *
     * @param file its weights
     */
    record NoFile(Path file) implements MissingDecoder {

        @Override
        public String reason() {
            return "its file %s is missing: put it back, the model's card.json names it".formatted(file);
        }
    }

    /** None was trained. */
    record NeverTrained() implements MissingDecoder {

        @Override
        public String reason() {
            return "there is none: train one first";
        }
    }
}
