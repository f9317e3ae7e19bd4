package org.inversionview.models.decoder;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.training.HiddenMatrices;
import org.inversionview.models.training.SameTokenAttention;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;

/**
 * The shape of a decoder.
 *
 * @param transformer the language model's shape
 * @param sites the activation sites that it tells apart, by their numbers, to a million
 * @param activationWidth D of the probed model, to 2¹⁵
 * @param encoderWidth W, width of the activation encoder, to 2¹⁵
 * @param encoderBlocks residual blocks of the activation encoder, from 0 to 1,000
 * @param slots S, extra key/value positions a block that hold the activation, to 1,000
 * @param gated whether tokens attend to the slots by themselves, through a gate; see {@link GatedSlots}
 */
public record DecoderConfig(
        TransformerConfig transformer,
        List<ActivationSite> sites,
        int activationWidth,
        int encoderWidth,
        int encoderBlocks,
        int slots,
        boolean gated) {

    /** About how many arrays as wide as the vocabulary a prediction takes. */
    private static final int ARRAYS_OF_LOGITS = 6;

    /** About how many arrays as wide as its MLP a block holds while it is run. */
    private static final int ARRAYS_OF_A_BLOCK = 10;

    /** See {@link RowsBySite}. */
    private static final int PLACES_A_ROW = 3;

    private static final int MOST_SITES = 1_000_000;
    private static final int MOST_WIDE = 1 << 15;
    private static final int MOST_BLOCKS = 1_000;

    public DecoderConfig {
        sites = List.copyOf(sites);
        requireRange("sites", sites.size(), 1, MOST_SITES);
        requireRange("activation width", activationWidth, 1, MOST_WIDE);
        requireRange("encoder width", encoderWidth, 1, MOST_WIDE);
        requireRange("encoder blocks", encoderBlocks, 0, MOST_BLOCKS);
        requireRange("slots", slots, 1, MOST_BLOCKS);
    }

    /** Makes the shape of a decoder without a gate. */
    public DecoderConfig(
            TransformerConfig transformer,
            List<ActivationSite> sites,
            int activationWidth,
            int encoderWidth,
            int encoderBlocks,
            int slots) {
        this(transformer, sites, activationWidth, encoderWidth, encoderBlocks, slots, false);
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a decoder's %s: %s, it must be from %s to %,d", name, value, least, most));
        }
    }

    /**
     * Returns about how many bytes sampling one input takes while it grows: what is cached, logits, the encoder's entry. Not counted
     * are the entry's weights of the sites that are read, which a batch copies: at most twice all of them.
     */
    public long bytesOfSample() {
        long cached = 2L * transformer.layers() * transformer.width() * (slots + transformer.positions());
        long logits = (long) ARRAYS_OF_LOGITS * transformer.vocabulary();
        return Float.BYTES * (cached + logits + entry());
    }

    private long entry() {
        return PLACES_A_ROW * ((long) activationWidth + encoderWidth);
    }

    /** Returns about how many bytes the run of one whole input takes while it lasts. */
    public long bytesOfRun() {
        long block = (long) ARRAYS_OF_A_BLOCK * transformer.mlpWidth();
        long logits = (long) ARRAYS_OF_LOGITS * transformer.vocabulary();
        return Float.BYTES * (transformer.positions() * (block + logits) + entry());
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
