package org.inversionview.models.causal;

/** A number that a run's output is reduced to; patching asks by how much it falls. */
@FunctionalInterface
public interface OutputMetric {

    /** The logit of the original answer less that of the contrast input's: the usual metric. */
    OutputMetric LOGIT_DIFFERENCE = (logits, original, contrast) -> logits[original] - logits[contrast];

    /**
     * Returns the number.
     *
     * @param logits (V) at the position before the answer
     * @param original token id of the original input's answer
     * @param contrast token id of the contrast input's
     */
    double of(float[] logits, int original, int contrast);
}
