package org.inversionview.models.causal;

import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.probed.ProbedModel;

/**
 * A causal test of a preimage: the query activation is replaced by those of samples inside ε, of near misses outside, and
 * of random inputs, and the output compared. If the samples inside share all that the model reads from the activation, the
 * output stays for them; if the near misses lack some of it, it moves for them.
 *
 * @param query the query input as text
 * @param site short name of the site
 * @param position name of the query position
 * @param answer name of the position whose token is predicted
 * @param predicted the likeliest token there in the clean run
 * @param probability its probability, from 0 to 1
 * @param inside samples with D ≤ ε
 * @param outside near misses: the closest samples with D &gt; ε
 * @param random inputs drawn from the task, at the same named position: how far the output can move at all
 */
public record PreimageCheck(
        String query,
        String site,
        String position,
        String answer,
        String predicted,
        double probability,
        Group inside,
        Group outside,
        Group random) {

    private static final double NO_EFFECT = 0.01; // nats
    private static final double SMALL_SHARE = 0.1;

    /**
     * One group of donors.
     *
     * @param samples how many were tested
     * @param asked how many were to be: more where it was interrupted
     * @param changed share of those for which another token becomes the likeliest
     * @param divergence KL(clean ‖ patched) of the next token's distribution, in nats
     */
    public record Group(int samples, int asked, Proportion changed, Effect divergence) {

        private boolean isMissing() {
            return samples == 0 && asked > 0;
        }
    }

    /** What the test means for a reading of the preimage. */
    public enum Verdict {
        /** Inside nothing moves, outside it does. */
        CONFIRMED,
        /** Nothing moves inside, nor for near misses: they differ in something that this output does not use. */
        NEAR_MISSES_HOLD,
        /** Nothing moves inside, and there are no near misses to compare with. */
        NO_NEAR_MISSES,
        /** The output moves even for samples inside: they do not share all that is read from the activation. */
        INSIDE_MOVES,
        /** Not even random inputs move the output: it does not depend on the activation. */
        NO_EFFECT,
        /** No samples inside, so there is nothing to test. */
        EMPTY,
        /** It was interrupted before every group was tested. */
        INTERRUPTED
    }

    /** Returns the verdict: inside is said to hold if its divergence is under a tenth of that of random inputs. */
    public Verdict verdict() {
        if (inside.isMissing() || outside.isMissing() || random.isMissing()) {
            return Verdict.INTERRUPTED;
        }
        if (inside.samples == 0) {
            return Verdict.EMPTY;
        }
        if (random.divergence.high() < NO_EFFECT) {
            return Verdict.NO_EFFECT;
        }
        if (inside.divergence.high() > Math.max(NO_EFFECT, SMALL_SHARE * random.divergence.mean())) {
            return Verdict.INSIDE_MOVES;
        }
        if (outside.samples == 0) {
            return Verdict.NO_NEAR_MISSES;
        }
        boolean moved = outside.divergence.low() > NO_EFFECT && outside.divergence.low() > inside.divergence.high();
        return moved ? Verdict.CONFIRMED : Verdict.NEAR_MISSES_HOLD;
    }

    /** Tests a preimage, as below, with the model's own runner. */
    public static PreimageCheck of(ProbedModel model, EpsilonPreimage preimage, String answer, long seed) {
        return of(model, preimage, answer, seed, model.runner());
    }

    /**
     * Tests a preimage; where the thread is interrupted, with the donors that were done.
     *
     * @param model the one that was inspected
     * @param answer position of the predicted token, after the query position; empty for the first answer token after it
     * @param runner of the work on the donors
     * @throws InvalidRequestException if the answer does not come after the query position
     */
    public static PreimageCheck of(
            ProbedModel model, EpsilonPreimage preimage, String answer, long seed, WorkRunner runner) {
        return new DonorPatching(model, preimage, answer).check(seed, runner);
    }
}
