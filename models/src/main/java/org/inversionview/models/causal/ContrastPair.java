package org.inversionview.models.causal;

/**
 * An input and its contrast input, which has another answer.
 *
 * @param original token ids, BOS and EOS included
 * @param contrast token ids, BOS and EOS included
 */
public record ContrastPair(int[] original, int[] contrast) {

    public ContrastPair {
        original = original.clone();
        contrast = contrast.clone();
    }

    @Override
    public int[] original() {
        return original.clone();
    }

    @Override
    public int[] contrast() {
        return contrast.clone();
    }

    /** Returns the pair the other way round. */
    public ContrastPair reversed() {
        return new ContrastPair(contrast, original);
    }
}
