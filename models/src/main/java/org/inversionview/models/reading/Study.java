package org.inversionview.models.reading;

import java.util.Optional;

/**
 * The loop closed for one activation: what its preimage shares, whether that is so for other queries, and whether the model uses
 * it. Plain values.
 *
 * @param explanation of the query's preimage
 * @param consistency of the strongest reading over queries; nothing where there was none
 * @param causal test of it over queries; nothing where it was not consistent
 * @param where the condition on queries; may be empty
 * @param seconds how long it took
 */
public record Study(
        Explanation explanation,
        Optional<Consistency> consistency,
        Optional<CausalTest> causal,
        String where,
        double seconds) {

    static final double ALWAYS = 0.9;

    private static final double CONSISTENT = 0.5;
    private static final double CERTAIN = 0.05;

    /** What the steps together say. */
    public enum Verdict {
        /** Inside ε all share it, for other queries too, and the output depends on it and, of the activation, on little else. */
        DECIDED,
        /** No other input is known inside ε. */
        NO_MEMBERS,
        /** Members are like any other inputs. */
        NOTHING_SHARED,
        /** What is shared most is not shared by nearly all members. */
        NOT_BY_ALL,
        /** For most other queries it is not shared. */
        NOT_CONSISTENT,
        /** For other queries it is shared as often as by all inputs. */
        NO_MORE_THAN_CHANCE,
        /** No query has other inputs with its value as well as without it. */
        NOTHING_TO_COMPARE,
        /** The output does not depend on the activation. */
        NO_EFFECT,
        /** The output moves although the value is the same: of the activation, the model uses more. */
        SHARING_MOVES,
        /** The output does not move more where the value differs. */
        LACKING_HOLDS,
        /** It was interrupted before all was done. */
        INTERRUPTED
    }

    /** Returns what the steps say, the first that fails deciding. */
    public Verdict verdict() {
        if (explanation.inside() == 0) {
            return Verdict.NO_MEMBERS;
        }
        if (explanation.statements().isEmpty()) {
            return Verdict.NOTHING_SHARED;
        }
        if (reading().isEmpty()) {
            return Verdict.NOT_BY_ALL;
        }
        if (consistency.isEmpty()
                || consistency.get().queries() < consistency.get().asked()) {
            return Verdict.INTERRUPTED;
        }
        if (!isConsistent(consistency.get())) {
            return isShared(consistency.get()) ? Verdict.NO_MORE_THAN_CHANCE : Verdict.NOT_CONSISTENT;
        }
        return causal.map(Study::verdict).orElse(Verdict.INTERRUPTED);
    }

    /** Returns the strongest reading: what says most of what nearly all members share. */
    public Optional<Statement> reading() {
        return reading(explanation);
    }

    static Optional<Statement> reading(Explanation explanation) {
        return explanation.statements().stream()
                .filter(one -> one.inside().value() >= ALWAYS)
                .findFirst();
    }

    static boolean isConsistent(Consistency measured) {
        return measured.features().get(0).margin().p() <= CERTAIN && isShared(measured);
    }

    private static boolean isShared(Consistency measured) {
        return measured.features().get(0).rate().low() >= CONSISTENT;
    }

    private static Verdict verdict(CausalTest test) {
        if (test.random().inputs() < test.asked()) {
            return Verdict.INTERRUPTED;
        }
        if (test.random().inputs() == 0) {
            return Verdict.NOTHING_TO_COMPARE;
        }
        if (!test.matters()) {
            return Verdict.NO_EFFECT;
        }
        if (!test.holdsForSharing()) {
            return Verdict.SHARING_MOVES;
        }
        return test.movesForLacking() ? Verdict.DECIDED : Verdict.LACKING_HOLDS;
    }
}
