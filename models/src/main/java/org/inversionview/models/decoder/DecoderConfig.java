package org.inversionview.models.decoder;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.training.HiddenMatrices;
import org.inversionview.models.training.SameTokenAttention;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;

/**
 * The shape of a decoder.
 *
 * @param transformer the language model's shape
 * @param sites how many activation sites it tells apart
 * @param activationWidth D of the probed model
 * @param encoderWidth W, width of the activation encoder
 * @param encoderBlocks residual blocks of the activation encoder
 * @param slots S, extra key/value positions a block that hold the activation
 */
public record DecoderConfig(
        TransformerConfig transformer, int sites, int activationWidth, int encoderWidth, int encoderBlocks, int slots) {

    /** About how many arrays as wide as the vocabulary a prediction takes. */
    private static final int ARRAYS_OF_LOGITS = 6;

    /** About how many arrays as wide as its MLP a block holds while it is run. */
    private static final int ARRAYS_OF_A_BLOCK = 10;

    public DecoderConfig {
        if (sites < 1 || activationWidth < 1 || encoderWidth < 1 || encoderBlocks < 0 || slots < 1) {
            throw new IllegalArgumentException(
                    "sites %d, activationWidth %d, encoderWidth %d, slots %d must be at least 1, encoderBlocks %d at least 0"
                            .formatted(sites, activationWidth, encoderWidth, slots, encoderBlocks));
        }
    }

    /** Returns about how many bytes sampling one input takes while it grows: what is cached, logits, the encoder's entry. */
    public long bytesOfSample() {
        long cached = 2L * transformer.layers() * transformer.width() * (slots + transformer.positions());
        long logits = (long) ARRAYS_OF_LOGITS * transformer.vocabulary();
        return Float.BYTES * (cached + logits + 2L * sites * activationWidth);
    }

    /** Returns about how many bytes the run of one whole input takes while it lasts. */
    public long bytesOfRun() {
        long block = (long) ARRAYS_OF_A_BLOCK * transformer.mlpWidth();
        long logits = (long) ARRAYS_OF_LOGITS * transformer.vocabulary();
        return Float.BYTES * (transformer.positions() * (block + logits) + 2L * sites * activationWidth);
    }

    /** Returns every parameter's shape by name: the transformer's, then the encoder's. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>(ParameterShapes.of(transformer));
        shapes.putAll(ActivationEncoder.shapes(this));
        return shapes;
    }

    /**
     * Returns the relative learning rates of the hidden matrices of a parameter, for an orthogonalising optimiser: 1, or
     * nothing for an embedding, a norm or a bias, and where the encoder is entered and left, whose matrices are large for the
     * little they would gain. Queries, keys and values count as one matrix; but as three, of which block 0's queries and
     * keys learn slowly, where block 0 begins at equal tokens.
     */
    public static List<Double> hiddenMatrices(String name, Shape shape, boolean beginsAtEqualTokens) {
        double queriesAndKeys = name.startsWith("h.0.") ? SameTokenAttention.QUERY_KEY_RATE : 1;
        List<Double> hidden = HiddenMatrices.rates(name, shape, queriesAndKeys);
        if (hidden.isEmpty() || ActivationEncoder.isBoundary(name)) {
            return List.of();
        }
        return beginsAtEqualTokens ? hidden : List.of(1.0);
    }
}
