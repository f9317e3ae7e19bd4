package org.inversionview.models.transformer;

import java.util.Locale;
import org.inversionview.models.InvalidRequestException;

/**
 * The shape of a GPT-2 style transformer.
 *
 * @param vocabulary V, number of tokens, to 2²⁰
 * @param positions longest sequence it can read, to 2¹⁷
 * @param width D, width of the residual stream, to 2¹⁵; a multiple of heads
 * @param layers L, number of blocks, to 1,000
 * @param heads H, heads a block, to 1,024
 * @param mlpWidth width of the MLP's hidden layer, to 2¹⁷
 * @param layerNormEpsilon added to the variance, above 0 and to 1
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
        /** The tanh form, GPT-2's. */
        GELU_NEW,
        /** x · Φ(x). */
        GELU,
        RELU
    }

    public TransformerConfig {
        requireRange("vocabulary", vocabulary, 1 << 20);
        requireRange("positions", positions, 1 << 17);
        requireRange("width", width, 1 << 15);
        requireRange("layers", layers, 1_000);
        requireRange("heads", heads, 1_024);
        requireRange("MLP width", mlpWidth, 1 << 17);
        if (width % heads != 0) {
            throw new InvalidRequestException("width", width, "it must be a multiple of the %s heads".formatted(heads));
        }
        if (!(layerNormEpsilon > 0 && layerNormEpsilon <= 1)) {
            throw new InvalidRequestException(
                    "LayerNorm's epsilon", layerNormEpsilon, "it must be above 0 and at most 1");
        }
    }

    private static void requireRange(String name, int value, int most) {
        if (value < 1) {
            throw new InvalidRequestException(name, value, "it must be at least 1");
        }
        if (value > most) {
            throw new InvalidRequestException(name, value, String.format(Locale.ROOT, "it must be at most %,d", most));
        }
    }

    /** Returns d = D / H. */
    public int headWidth() {
        return width / heads;
    }
}
