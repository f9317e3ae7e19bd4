package org.inversionview.models.transformer;

import org.inversionview.models.InvalidRequestException;

/**
 * The shape of a GPT-2 style transformer.
 *
 * @param vocabulary V, number of tokens
 * @param positions longest sequence it can read
 * @param width D, width of the residual stream; a multiple of heads
 * @param layers L, number of blocks
 * @param heads H, heads a block
 * @param mlpWidth width of the MLP's hidden layer
 * @param layerNormEpsilon added to the variance
 * @param activation the MLP's nonlinearity
 */
public record TransformerConfig(
        int vocabulary,
        int positions,
        int width,
        int layers,
        int heads,
        int mlpWidth,
        float layerNormEpsilon,
        Activation activation) {

    /** The MLP's nonlinearity. */
    public enum Activation {
        GELU_NEW,
        RELU
    }

    public TransformerConfig {
        requirePositive("vocabulary", vocabulary);
        requirePositive("positions", positions);
        requirePositive("width", width);
        requirePositive("layers", layers);
        requirePositive("heads", heads);
        requirePositive("MLP width", mlpWidth);
        if (width % heads != 0) {
            throw new InvalidRequestException("width", width, "it must be a multiple of the %d heads".formatted(heads));
        }
        if (!(layerNormEpsilon > 0)) {
            throw new InvalidRequestException("LayerNorm's epsilon", layerNormEpsilon, "it must be above 0");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new InvalidRequestException(name, value, "it must be at least 1");
        }
    }

    /** Returns d = D / H. */
    public int headWidth() {
        return width / heads;
    }
}
