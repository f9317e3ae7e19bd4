package org.inversionview.models.decoder;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A model p(x | z, s) of the inputs x that lead a probed model to the activation z at site s: draws such inputs, and says how
 * likely given ones are (Huang et al. 2024, §2.3).
 *
 * <p>Activations are given as the probed model has them; whatever a decoder does to them first is its own business.
 */
public interface Decoder {

    /** Returns which activations it reads and how long its inputs are. */
    DecoderShape shape();

    /** Returns one input a row of the request: BOS first; EOS last unless the longest length was reached. */
    List<int[]> sample(SampleRequest request, RandomGenerator random);

    /**
     * Returns how likely it is that {@link #sample} gives these inputs, one a row of the request: log p of every token, given
     * the tokens before it, [input][position], in nats; 0 at BOS, which is given.
     *
     * @param inputs each at most as long as the longest of the {@link #shape}
     */
    float[][] logProbabilities(List<int[]> inputs, SampleRequest request);
}
