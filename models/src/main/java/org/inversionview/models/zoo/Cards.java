package org.inversionview.models.zoo;

import java.util.Locale;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;

/** Configurations as a card spells them. */
public final class Cards {

    private Cards() {}

    public static TransformerConfig config(ModelCard.Shape shape) {
        return new TransformerConfig(
                shape.vocabulary(),
                shape.positions(),
                shape.width(),
                shape.layers(),
                shape.heads(),
                shape.mlpWidth(),
                shape.layerNormEpsilon(),
                TransformerConfig.Activation.valueOf(shape.activation().toUpperCase(Locale.ROOT)));
    }

    public static ModelCard.Shape shape(TransformerConfig config) {
        return new ModelCard.Shape(
                config.vocabulary(),
                config.positions(),
                config.width(),
                config.layers(),
                config.heads(),
                config.mlpWidth(),
                config.layerNormEpsilon(),
                config.activation().name().toLowerCase(Locale.ROOT));
    }

    public static DecoderConfig config(ModelCard.Decoder decoder) {
        ModelCard.Encoder encoder = decoder.encoder();
        return new DecoderConfig(
                config(decoder.transformer()),
                encoder.sites(),
                encoder.activationWidth(),
                encoder.width(),
                encoder.blocks(),
                encoder.slots());
    }

    public static ModelCard.Encoder encoder(DecoderConfig config) {
        return new ModelCard.Encoder(
                config.sites(),
                config.activationWidth(),
                config.encoderWidth(),
                config.encoderBlocks(),
                config.slots());
    }
}
