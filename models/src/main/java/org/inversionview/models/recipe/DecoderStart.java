package org.inversionview.models.recipe;

import java.nio.file.Path;

/** What a decoder's training begins from. */
public sealed interface DecoderStart {

    /** Begins from random weights. */
    DecoderStart RANDOM = new RandomWeights();

    /** Random weights of the plan's seed. */
    record RandomWeights() implements DecoderStart {}

    /**
     * The weights of a decoder of the same shape.
     *
     * @param file that its training wrote
     */
    record TrainedWeights(Path file) implements DecoderStart {}

    /**
     * A language model, which the decoder is at first, whatever the activation; the encoder is new.
     *
     * @param folder of a GPT-2 in Hugging Face layout
     */
    record PretrainedModel(Path folder) implements DecoderStart {}
}
