package org.inversionview.models.decoder;

import java.util.List;
import org.inversionview.models.hooks.ActivationSite;

/**
 * What a decoder is made for.
 *
 * @param sites the activation sites that it tells apart, by their numbers
 * @param activationWidth D of the probed model
 * @param longestInput in tokens, BOS and EOS counted
 * @param bytesOfSample about how many bytes sampling one input takes while it lasts
 */
public record DecoderShape(List<ActivationSite> sites, int activationWidth, int longestInput, long bytesOfSample) {

    public DecoderShape {
        sites = List.copyOf(sites);
    }
}
