package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.inversion.Proportion;

/**
 * That inputs have the query's value of a feature, and how many do inside ε and elsewhere.
 *
 * @param feature its name
 * @param value the query's, as text
 * @param inside of the members of the ε-preimage, duplicates counted
 * @param near of the near misses: the closest inputs outside
 * @param all of all inputs that nothing steered
 * @param p that so many members have it if they are like the inputs outside: Fisher's exact test, one-sided, corrected for the
 *     number of candidates (Benjamini and Hochberg 1995)
 * @param pNear the same against the near misses
 * @param folded names of features that follow from this statement: inside it, members are as the other inputs are
 */
public record Statement(
        String feature,
        String value,
        Proportion inside,
        Proportion near,
        Proportion all,
        double p,
        double pNear,
        List<String> folded) {

    public Statement {
        folded = List.copyOf(folded);
    }

    /** Returns how much it says of a member beyond chance, in bits. */
    public double bits() {
        return Information.bits(inside.value(), all.value());
    }

    /** Returns the same with features that follow from it. */
    Statement folding(List<String> following) {
        return new Statement(feature, value, inside, near, all, p, pNear, following);
    }

    @Override
    public String toString() {
        return "%s: %s".formatted(feature, value);
    }
}
