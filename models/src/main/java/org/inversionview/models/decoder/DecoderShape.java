package org.inversionview.models.decoder;

/**
 * What a decoder is made for.
 *
 * @param sites how many activation sites it tells apart
 * @param activationWidth D of the probed model
 * @param longestInput in tokens, BOS and EOS counted
 * @param bytesOfSample about how many bytes sampling one input takes while it lasts
 */
public record DecoderShape(int sites, int activationWidth, int longestInput, long bytesOfSample) {}
