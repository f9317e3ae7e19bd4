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

    /**
     * A claim, tested.
     *
     * @param statement with the value that was claimed; corrected for the number of claims
     * @param ofQuery the query's own value, as text
     */
    public record Claim(Statement statement, String ofQuery) {

        /** Returns whether the query itself has the value; if not, its preimage does not share it. */
        public boolean isTrueOfQuery() {
            return statement.value().equals(ofQuery);
        }

        /** Returns whether members have the value more often than inputs outside, beyond chance. */
        public boolean isSupported() {
            return isTrueOfQuery() && statement.p() <= StatementTests.FALSE_DISCOVERIES;
        }
    }
}
