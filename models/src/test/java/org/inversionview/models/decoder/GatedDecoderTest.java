package org.inversionview.models.decoder;

import org.inversionview.models.TinyModels;

/** A decoder whose slots stand for themselves does all that another does. */
class GatedDecoderTest extends TrainedDecoderTest {

    @Override
    DecoderConfig config() {
        DecoderConfig plain = TinyModels.decoderConfig(3);
        return new DecoderConfig(
                plain.transformer(),
                plain.sites(),
                plain.activationWidth(),
                plain.encoderWidth(),
                plain.encoderBlocks(),
                plain.slots(),
                true);
    }
}
