package org.inversionview.models.probed;

import org.inversionview.models.InvalidRequestException;

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
            throw new InvalidRequestException("dropout", dropout, "it must lie in [0, 1)");
        }
        if (!(entropy >= 0)) {
            throw new InvalidRequestException("attention entropy", entropy, "it must not be negative");
        }
        if (!(sameToken >= 0)) {
            throw new InvalidRequestException("same token attention", sameToken, "it must not be negative");
        }
    }
}
