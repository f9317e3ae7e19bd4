package org.inversionview.models.probed;

/**
 * What makes a probed model's heads concentrate on few tokens while it is trained: such activations are the ones that can
 * be read.
 *
 * @param dropout share of the coordinates that embedding, attention and MLP write that is dropped, from 0 to below 1
 * @param entropy what a nat of attention entropy, the mean over heads and positions, adds to the loss, from 0: without it a
 *     head's attention is left to chance wherever the task does not need the head
 * @param sameToken deviation of the values that queries and keys of block 0 have in common at first, so that its heads
 *     begin by attending to the own token's other occurrences and to BOS; 0 leaves both to chance. Queries and keys then
 *     learn at a tenth of the hidden matrices' rate, without which that beginning is lost
 */
public record AttentionShaping(double dropout, double entropy, double sameToken) {

    /** No shaping. */
    public static final AttentionShaping NONE = new AttentionShaping(0, 0, 0);

    public AttentionShaping {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout %s: it must lie in [0, 1)".formatted(dropout));
        }
        if (!(entropy >= 0)) {
            throw new IllegalArgumentException("attention entropy %s: it must not be negative".formatted(entropy));
        }
        if (!(sameToken >= 0)) {
            throw new IllegalArgumentException("same token attention %s: it must not be negative".formatted(sameToken));
        }
    }
}
