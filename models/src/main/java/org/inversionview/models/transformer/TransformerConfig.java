package org.inversionview.models.transformer;

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
        requirePositive("mlpWidth", mlpWidth);
        if (width % heads != 0) {
            throw new IllegalArgumentException("width %d is not a multiple of %d heads".formatted(width, heads));
        }
        if (!(layerNormEpsilon > 0)) {
            throw new IllegalArgumentException("layerNormEpsilon %s: it must be above 0".formatted(layerNormEpsilon));
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s %d: it must be at least 1".formatted(name, value));
        }
    }

    /** Returns d = D / H. */
    public int headWidth() {
        return width / heads;
    }
}
