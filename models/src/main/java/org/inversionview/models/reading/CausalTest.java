package org.inversionview.models.reading;

import org.inversionview.models.causal.Effect;
import org.inversionview.models.inversion.Proportion;

/**
 * What happens to the output when activations of inputs that share the query's value of a feature, or nearly do but lack it, are
 * put in place of the query's; over queries, which are the independent units.
 *
 * @param answer name of the position whose token is predicted, of the first query
 * @param asked how many queries there were to be
 * @param sharing KL(clean ‖ patched) in nats, mean over donors with the query's value, whatever else they have
 * @param lacking the same of the closest inputs with another value
 * @param random the same of any inputs, at the same position: how far the output moves at all
 * @param difference of lacking and sharing, query by query
 * @param sharingChanged donors for which another token becomes the likeliest
 * @param lackingChanged the same
 */
public record CausalTest(
        String answer,
        int asked,
        Effect sharing,
        Effect lacking,
        Effect random,
        Effect difference,
        Proportion sharingChanged,
        Proportion lackingChanged) {

    private static final double NO_EFFECT = 0.01; // nats
    private static final double SMALL_SHARE = 0.1; // as a preimage's causal test has it

    /** Returns whether the output depends on the activation at all. */
    public boolean matters() {
        return random.high() >= NO_EFFECT;
    }

    /** Returns whether the output stays where the value is the same: it moves less than a tenth of what any input does. */
    public boolean holdsForSharing() {
        return sharing.mean() <= Math.max(NO_EFFECT, SMALL_SHARE * random.mean());
    }

    /** Returns whether it moves more where the value differs, beyond chance. */
    public boolean movesForLacking() {
        return difference.low() > 0 && lacking.mean() > NO_EFFECT;
    }
}
