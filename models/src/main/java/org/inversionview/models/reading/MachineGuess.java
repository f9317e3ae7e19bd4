package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.reading.Explanation.Description;

/**
 * What a language model says that the members of a preimage share, and what tests say of that. Its words are a
 * machine's guess; its claims are tested as any other statement.
 *
 * @param host that was asked
 * @param model that answered, as it names itself
 * @param words its own, untested, on one line
 * @param structured whether claims could be told from words
 * @param claims those of known features
 * @param untestable what else it claimed
 * @param supported the claims that the tests support, together
 */
public record MachineGuess(
        String host,
        String model,
        String words,
        boolean structured,
        List<Claim> claims,
        List<String> untestable,
        Description supported) {

    /** So many claims are tested; what comes after them is not read. */
    public static final int MOST_CLAIMS = 10;

    public MachineGuess {
        claims = List.copyOf(claims);
        untestable = List.copyOf(untestable);
    }

    /** What the tests say of a claim. */
    public enum Verdict {
        /** The query itself has another value, so that its preimage does not share this one. */
        WRONG_OF_QUERY,
        /** Members have the value no more often than inputs outside, beyond chance. */
        NO_MORE_THAN_OUTSIDE,
        /** Members have the value more often than inputs outside, but not nearly all of them. */
        OF_SOME,
        /** Nearly all members have the value, more often than inputs outside. */
        SUPPORTED
    }

    /**
     * A claim, tested.
     *
     * @param statement with the value that was claimed; corrected for the number of claims
     * @param ofQuery the query's own value, as text
     */
    public record Claim(Statement statement, String ofQuery) {

        /** Returns what the tests say. */
        public Verdict verdict() {
            if (!statement.value().equals(ofQuery)) {
                return Verdict.WRONG_OF_QUERY;
            }
            if (statement.p() > StatementTests.FALSE_DISCOVERIES) {
                return Verdict.NO_MORE_THAN_OUTSIDE;
            }
            return statement.inside().value() < StatementTests.ALWAYS ? Verdict.OF_SOME : Verdict.SUPPORTED;
        }
    }
}
