package org.inversionview.magics;

import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.loading.MissingDecoder;

/** Why a model has no decoder and what to do, in a notebook's words. */
public final class MissingDecoderText {

    private MissingDecoderText() {}

    /** Returns, of a model without a decoder, one line without a full stop. */
    public static String of(LoadedModel model) {
        MissingDecoder missing = model.missing().orElseThrow();
        if (missing instanceof MissingDecoder.RawWeights) {
            return "model %s was loaded with processed=false, and its decoder reads processed activations: load it with processed=true"
                    .formatted(model.name());
        }
        if (missing instanceof MissingDecoder.NoFile file) {
            return "the decoder of model %s is missing: put back %s, which its card.json names, or %%train decoder"
                    .formatted(model.name(), file.file());
        }
        return "model %s has no decoder: %%train decoder trains one".formatted(model.name());
    }
}
